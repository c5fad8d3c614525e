import { findingOf } from './fingerprint';
import type { Finding, MetaRule, Rule, SuppressedFinding, SuppressionConfig } from './model';

/** Longest time for which a finding may be accepted, in days. */
const LONGEST_DAYS = 90;
const DAY_MS = 86_400_000;

/** Findings about suppressions themselves. */
export const SUPPRESSION_RULES: readonly MetaRule[] = [
  {
    id: 'suppression-expired',
    severity: 'medium',
    title: 'A suppression has expired',
    suppressible: false,
    doc: {
      what: 'The last day of an entry of `review.suppress` is over. What it accepted is found again, at its own severity.',
      why: 'What was accepted for a time was to be mended in that time.',
      fix: 'Mend what it accepted and take the entry out, or have it approved again with another `until`.',
      example: 'Fires on the day after `until`, UTC. On the day itself the entry holds.',
    },
  },
  {
    id: 'suppression-too-long',
    severity: 'medium',
    title: 'A suppression is for too long',
    suppressible: false,
    doc: {
      what: `An entry of \`review.suppress\` ends more than ${LONGEST_DAYS} days ahead. It is not applied.`,
      why: 'What is accepted for years is accepted for good, and nobody looks at it again.',
      fix: `Set \`until\` to at most ${LONGEST_DAYS} days from today.`,
      example: `Fires ${LONGEST_DAYS + 1} days ahead; ${LONGEST_DAYS} are allowed.`,
    },
  },
  {
    id: 'suppression-unused',
    severity: 'low',
    title: 'A suppression suppresses nothing',
    suppressible: false,
    doc: {
      what: 'No finding of this review is one that an entry of `review.suppress` accepts.',
      why: 'It would accept the next finding that happens to fit it, which nobody has looked at.',
      fix: 'Take the entry out once no open change needs it.',
      example: 'Fires where the rule of an entry finds nothing, or only what must not be suppressed.',
    },
  },
];

/** Findings in two parts. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
}

/**
 * Takes out what is accepted for now. No entry changes what happens to a finding that it does not fit.
 * @param today `YYYY-MM-DD`, UTC
 */
export function suppressed(
  findings: readonly Finding[],
  entries: readonly SuppressionConfig[],
  rules: readonly Pick<Rule, 'id' | 'suppressible'>[],
  today: string,
): Judged {
  const firm = new Set(rules.filter(({ suppressible }) => !suppressible).map(({ id }) => id));
  const latest = new Date(Date.parse(today) + LONGEST_DAYS * DAY_MS).toISOString().slice(0, 10);
  const states = entries.map((entry) => ({
    entry,
    matches: matcher(entry),
    state: entry.until < today ? 'expired' : entry.until > latest ? 'too-long' : 'valid',
    used: false,
  }));
  const kept: Finding[] = [];
  const taken: SuppressedFinding[] = [];
  for (const finding of findings) {
    const fitting = firm.has(finding.rule) ? [] : states.filter(({ matches }) => matches(finding));
    for (const each of fitting) each.used = true;
    const valid = fitting.find(({ state }) => state === 'valid');
    if (valid) taken.push({ ...finding, suppression: valid.entry });
    else kept.push(finding);
  }
  for (const { entry, state, used } of states) {
    const [expired, tooLong, unused] = SUPPRESSION_RULES;
    const rule = state === 'expired' ? expired : state === 'too-long' ? tooLong : used ? undefined : unused;
    if (rule) kept.push(about(rule, entry));
  }
  return { findings: kept, suppressed: taken };
}

function about(rule: MetaRule, entry: SuppressionConfig): Finding {
  const { rule: of, stack = '', region = '', address = '', until } = entry;
  const scope = [stack, region, address].filter((part) => part !== '').join(', ');
  const name = `The suppression of ${of}${scope === '' ? '' : ` (${scope})`}`;
  const what =
    rule.id === 'suppression-expired'
      ? `${name} expired on ${until}.`
      : rule.id === 'suppression-too-long'
        ? `${name} lasts until ${until}: it is not applied.`
        : `${name} suppresses nothing.`;
  const severity = rule.severity === 'not-reviewable' ? 'critical' : rule.severity;
  const where = { stack, region: region === '' ? 'global' : region, address };
  // The rule that it is about tells two entries of the same scope apart.
  return findingOf(rule.id, severity, { ...where, what, why: rule.doc.why, fix: rule.doc.fix, paths: [of] });
}

/** Whether an entry is about a finding. */
function matcher({ rule, stack, region, address }: SuppressionConfig): (finding: Finding) => boolean {
  const glob = address === undefined ? undefined : globOf(address);
  return (finding) =>
    finding.rule === rule &&
    (stack === undefined || finding.stack === stack) &&
    (region === undefined || finding.region === region) &&
    (glob === undefined || glob.test(finding.address));
}

/** `*` matches anything, brackets and quotes too; nothing else is special. */
const globOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split(/\*+/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );
