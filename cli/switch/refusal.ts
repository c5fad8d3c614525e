import type { SwitchRecord } from './record';
import type { Ended } from './rounds';

/**
 * What an endpoint's refusal means, and what to do.
 * @param what was asked of it
 */
export function refusal({ failure, who }: Ended, what: 'change' | 'look', record: SwitchRecord): string {
  const { name, text, rules } = failure;
  const refused = `Refused by the ${who}: ${text}. ${what === 'change' ? 'Nothing was changed. ' : ''}Another endpoint would answer the same.`;
  if (name === 'ConflictException')
    return `${refused}\n${safetyRule(rules.length > 0 ? rules : Object.values(record.rules))}`;
  if (name === 'AccessDeniedException')
    return `${refused}\nThe credentials need route53-recovery-cluster:ListRoutingControls and route53-recovery-cluster:UpdateRoutingControlStates.`;
  if (/^(ExpiredToken|UnrecognizedClient|InvalidSignature|InvalidClientTokenId)/.test(name))
    return `${refused}\nThe credentials are old, wrong or of another account, or this machine's clock is off. Renew them, and see that they do not come from the lost Region.`;
  if (name === 'ResourceNotFoundException')
    return `${refused}\nThe parameter names controls that are no more. Deploy global, which writes it anew, when the control planes are well.`;
  return refused;
}

/** The safety rules are the ones that Meridian makes: at least one control On, and with `priority` at most one. */
function safetyRule(rules: readonly string[]): string {
  const arns = rules.length > 0 ? rules : ['RULE_ARN'];
  return [
    'A safety rule forbids the states that would result. One keeps at least one Region On, as with all Off DNS answers as if all were',
    'well; with routing "priority" another keeps at most one On. So say in one command what goes off and what comes on:',
    '  npm run switch -- --region A --off --region B --on',
    'If it is the rule that is wrong today, leave it out of account this once, with the same changes:',
    `  npm run switch -- ... ${arns.map((arn) => `--override ${arn}`).join(' ')}`,
  ].join('\n');
}
