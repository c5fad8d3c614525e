import fc from 'fast-check';
import { findingOf } from '../../../cli/review/fingerprint';
import type { Finding, SuppressionConfig } from '../../../cli/review/model';
import { suppressed } from '../../../cli/review/suppressions';

const TODAY = '2027-01-31';
const RULES = [
  { id: 'iam-widened', suppressible: true },
  { id: 'edge-removed', suppressible: true },
  { id: 'writer-two', suppressible: false },
];
const finding = (rule: string, address: string, stack = 'foundation', region = 'eu-west-1'): Finding =>
  findingOf(rule, 'high', { stack, region, address, what: 'w', why: 'y', fix: 'f' });
const entry = (more: Partial<SuppressionConfig> = {}): SuppressionConfig => ({
  rule: 'iam-widened',
  reason: 'agreed with security',
  until: '2027-02-28',
  ...more,
});
const judge = (findings: Finding[], ...entries: SuppressionConfig[]) => {
  const { findings: kept, suppressed: taken } = suppressed(findings, entries, RULES, TODAY);
  return {
    kept: kept.map(({ rule, severity }) => `${severity} ${rule}`),
    taken: taken.map(({ rule, address }) => `${rule} ${address}`),
  };
};

test('takes out what an entry fits: rule, stack, Region and address, brackets too', () => {
  const one = finding('iam-widened', 'aws_iam_role.a["x.y"]');
  expect(judge([one], entry())).toEqual({ kept: [], taken: ['iam-widened aws_iam_role.a["x.y"]'] });
  expect(judge([one], entry({ stack: 'foundation', region: 'eu-west-1', address: 'aws_iam_role.a*' })).kept).toEqual(
    [],
  );
  expect(judge([one], entry({ address: 'aws_*["x.y"]' })).kept).toEqual([]);
  for (const other of [
    entry({ rule: 'edge-removed' }),
    entry({ stack: 'global' }),
    entry({ region: 'us-east-1' }),
    entry({ address: 'aws_iam_role.?' }),
    entry({ address: 'aws_iam_role' }),
  ])
    expect(judge([one], other).kept).toEqual(['high iam-widened', 'low suppression-unused']);
});

test('holds through its last day, and the finding is back after it', () => {
  const one = finding('iam-widened', 'a');
  expect(judge([one], entry({ until: TODAY })).kept).toEqual([]);
  expect(judge([one], entry({ until: '2027-01-30' })).kept).toEqual(['high iam-widened', 'medium suppression-expired']);
});

test('of more than 90 days it is not applied', () => {
  const one = finding('iam-widened', 'a');
  expect(judge([one], entry({ until: '2027-05-01' })).kept).toEqual([]);
  expect(judge([one], entry({ until: '2027-05-02' })).kept).toEqual([
    'high iam-widened',
    'medium suppression-too-long',
  ]);
});

test('what must not be suppressed is not, and the entry is unused', () =>
  expect(judge([finding('writer-two', 'a')], entry({ rule: 'writer-two' }))).toEqual({
    kept: ['high writer-two', 'low suppression-unused'],
    taken: [],
  }));

test('no entry lowers or drops a finding that it does not fit', () => {
  const findings = fc.array(
    fc.record({
      rule: fc.constantFrom('iam-widened', 'edge-removed', 'writer-two'),
      address: fc.constantFrom('a', 'b', 'c'),
    }),
  );
  fc.assert(
    fc.property(
      findings,
      fc.constantFrom('iam-widened', 'edge-removed', 'writer-two'),
      fc.constantFrom('a', 'b', '*'),
      (list, rule, address) => {
        const all = list.map((each) => finding(each.rule, each.address));
        const { findings: kept, suppressed: taken } = suppressed(all, [entry({ rule, address })], RULES, TODAY);
        const fits = (each: Finding): boolean =>
          each.rule === rule && rule !== 'writer-two' && (address === '*' || each.address === address);
        expect(kept.filter((each) => !each.rule.startsWith('suppression-'))).toEqual(all.filter((each) => !fits(each)));
        expect(taken.map(({ fingerprint }) => fingerprint)).toEqual(
          all.filter(fits).map(({ fingerprint }) => fingerprint),
        );
      },
    ),
  );
});

test('a fingerprint holds no value, and tells stacks, Regions, addresses and paths apart', () => {
  const base = { stack: 's', region: 'r', address: 'a', what: 'w', why: 'y', fix: 'f', paths: ['p'] };
  const print = (more: Partial<typeof base> & { deposed?: string } = {}): string =>
    findingOf('rule', 'high', { ...base, ...more }).fingerprint;
  expect(print({ what: 'another value' })).toBe(print());
  const prints = [
    print(),
    print({ stack: 't' }),
    print({ region: 'q' }),
    print({ address: 'b' }),
    print({ paths: ['q'] }),
    print({ deposed: 'd' }),
  ];
  expect(new Set(prints).size).toBe(prints.length);
});
