import { type MetaRule, type Rule, SEVERITIES } from '../review/model';
import { RULES } from '../review/rules';
import { SUPPRESSION_RULES } from '../review/suppressions';
import { code, generatedFrom, table } from './markdown';

/** `docs/review/rules.md`: every rule of the review. */
export function reviewRulesPage(): string {
  const rules = [...RULES, ...SUPPRESSION_RULES].sort(byWeight);
  return `${[
    generatedFrom('cli/review/rules/'),
    '# Rules of the review',
    `What ${code('npm run review')} looks for. A finding names the rule, the stack, the Region and the address, says what will happen, what that means and what to do. Its severity is the rule's unless the rule says another; where the change of the config asks for it, it is a note (${code('info')}) and says so.`,
    `A finding of the severity ${code('review.failOn')} or worse makes the exit code 1. Rules that are marked ${NOT_REVIEWABLE} make it 2: something is missing or broken, so nothing else can be relied on. A finding is accepted for a time by ${code('review.suppress')}, unless its rule cannot be suppressed. Rules that need a base are skipped without ${code('--base-out')}.`,
    table(
      ['Rule', 'Severity', 'What'],
      rules.map((rule) => [`[${code(rule.id)}](#${rule.id})`, severityOf(rule), rule.title]),
    ),
    ...rules.flatMap(sectionOf),
  ].join('\n\n')}\n`;
}

type Documented = MetaRule & Partial<Pick<Rule, 'needsBase'>>;

const NOT_REVIEWABLE = '**exit 2**';

const severityOf = ({ severity }: Documented): string => (severity === 'not-reviewable' ? NOT_REVIEWABLE : severity);

/** The worst first, then by id. */
function byWeight(a: Documented, b: Documented): number {
  const weight = ({ severity }: Documented): number =>
    severity === 'not-reviewable' ? -1 : SEVERITIES.indexOf(severity);
  return weight(a) - weight(b) || (a.id < b.id ? -1 : 1);
}

function sectionOf(rule: Documented): string[] {
  const { what, why, fix, example } = rule.doc;
  const marks = [
    severityOf(rule),
    ...(rule.needsBase === true ? ['needs a base'] : []),
    ...(rule.suppressible ? [] : ['cannot be suppressed']),
  ];
  return [
    `## ${rule.id}`,
    `${rule.title}. ${marks.join('; ')}.`,
    what,
    [`- Why: ${why}`, `- What to do: ${fix}`, `- Example: ${example}`].join('\n'),
  ];
}
