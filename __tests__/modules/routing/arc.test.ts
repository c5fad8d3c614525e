import fc from 'fast-check';
import { CATALOG, REGION_NAMES, type RegionName, regionFacts } from '../../../config/catalog';
import { Arc, type ArcProps } from '../../../modules/routing/arc';
import { synthConstruct } from '../../synth';

interface Rule {
  readonly name: string;
  readonly asserted_controls?: string[];
  readonly gating_controls?: string[];
  readonly target_controls?: string[];
  readonly rule_config: { readonly type: string; readonly threshold: number; readonly inverted: boolean };
  readonly lifecycle: object;
}

const synth = (regions: readonly RegionName[], props: Partial<ArcProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new Arc(stack, 'arc', {
      provider: providerIn('us-west-2'),
      edgeProvider: providerIn('us-east-1'),
      clusterName: 'orders-prod',
      regions,
      controlName: (region) => `orders-prod-${regionFacts(region).code}`,
      rulePrefix: 'orders-prod-',
      recordedIn: new Map([...regions].sort().map((region) => [region, providerIn(region)])),
      parameterName: '/orders/prod/global/switch',
      tagName: (what, region) => `orders-prod-${what}-${regionFacts(region).code}`,
      ...props,
    });
  });

const someRegions = fc.shuffledSubarray([...REGION_NAMES], { minLength: 1, maxLength: 6 });
const TYPE = 'aws_route53recoverycontrolconfig_routing_control';
const switchOf = (region: RegionName): string => `${TYPE}.arc_switch-${region}`;
const rulesOf = (stack: ReturnType<typeof synth>) =>
  stack.resources<Rule>('aws_route53recoverycontrolconfig_safety_rule');

const three = synth(['us-east-1', 'eu-west-1', 'ap-southeast-2']);

test('a cluster, a panel, and a switch for each Region, all made in us-west-2', () => {
  expect(three.only('aws_route53recoverycontrolconfig_cluster')).toEqual({ provider: 'aws.usw2', name: 'orders-prod' });
  expect(three.at(switchOf('eu-west-1'))).toEqual({
    provider: 'aws.usw2',
    name: 'orders-prod-euw1',
    cluster_arn: '${aws_route53recoverycontrolconfig_cluster.arc_cluster.arn}',
    control_panel_arn: '${aws_route53recoverycontrolconfig_control_panel.arc_panel.arn}',
    depends_on: [switchOf('us-east-1')],
  });
});

test('the check of a switch stands where Route 53 is changed', () =>
  expect(three.at('aws_route53_health_check.arc_control-eu-west-1')).toEqual({
    provider: 'aws.use1',
    type: 'RECOVERY_CONTROL',
    routing_control_arn: `\${${switchOf('eu-west-1')}.arn}`,
    disabled: false,
    tags: { Name: 'orders-prod-control-euw1' },
    lifecycle: { create_before_destroy: true },
  }));

test('there is always a rule that keeps one Region on, whose members are in the order of their slots', () => {
  fc.assert(
    fc.property(someRegions, fc.boolean(), (regions, atMostOne) => {
      const stack = synth(regions, { atMostOne });
      const sorted = [...regions].sort((a, b) => CATALOG[a].slot - CATALOG[b].slot);
      const arns = sorted.map((region) => `\${${switchOf(region)}.arn}`);
      const rules = rulesOf(stack).map(({ args }) => args);
      expect(rules).toHaveLength(atMostOne && regions.length > 1 ? 2 : 1);
      for (const { asserted_controls, lifecycle } of rules) {
        expect(asserted_controls).toEqual(arns);
        expect(lifecycle).toEqual({ create_before_destroy: true });
      }
      expect(rules.map(({ rule_config }) => rule_config)).toContainEqual({
        type: 'ATLEAST',
        threshold: 1,
        inverted: false,
      });
    }),
    { numRuns: 20 },
  );
});

test('the switches are made one after the other, in the order of their slots', () => {
  const chained = (region: RegionName) => three.at<{ depends_on: string[] }>(switchOf(region)).depends_on;
  expect(chained('us-east-1')).toEqual(['aws_route53recoverycontrolconfig_control_panel.arc_panel']);
  expect(chained('eu-west-1')).toEqual([switchOf('us-east-1')]);
  expect(chained('ap-southeast-2')).toEqual([switchOf('eu-west-1')]);
});

test('at most one is at least two, turned around', () => {
  const found = rulesOf(synth(['us-east-1', 'eu-west-1'], { atMostOne: true })).find(({ address }) =>
    address.endsWith('at-most-one'),
  );
  expect(found?.args.rule_config).toEqual({ type: 'ATLEAST', threshold: 2, inverted: true });
});

test('a gate is one more switch, without which none of the others can be turned', () => {
  const stack = synth(['us-east-1'], { gated: true });
  expect(stack.at(`${TYPE}.arc_gate`)).toMatchObject({ name: 'orders-prod-gate', depends_on: [switchOf('us-east-1')] });
  expect(rulesOf(stack).find(({ address }) => address.endsWith('gated'))?.args).toMatchObject({
    gating_controls: [`\${${TYPE}.arc_gate.arn}`],
    target_controls: [`\${${switchOf('us-east-1')}.arn}`],
  });
  expect(stack.at<{ value: string }>('aws_ssm_parameter.arc_record-us-east-1').value).toContain(
    `gate = ${TYPE}.arc_gate.arn`,
  );
});

test('other members are another name, as the next rule is made before this one goes', () => {
  const name = (regions: RegionName[]) => rulesOf(synth(regions))[0]?.args.name;
  expect(name(['us-east-1', 'eu-west-1'])).toMatch(/^orders-prod-at-least-one-[0-9a-f]{8}$/);
  expect(name(['us-east-1', 'eu-west-1'])).toBe(name(['eu-west-1', 'us-east-1']));
  expect(name(['us-east-1', 'eu-west-1'])).not.toBe(name(['us-east-1', 'eu-west-2']));
});

test('the order of the list changes no byte', () =>
  fc.assert(
    fc.property(someRegions, (regions) => {
      expect(synth(regions).text).toBe(synth([...regions].sort()).text);
    }),
    { numRuns: 10 },
  ));

test('a Region that joins at the end of the slots changes the rules alone, and the record', () => {
  const before = synth(['us-east-1', 'eu-west-1']).resources();
  const after = synth(['us-east-1', 'eu-west-1', 'ap-southeast-2']).resources();
  const changed = before.filter(
    (resource) => !after.some((other) => JSON.stringify(other) === JSON.stringify(resource)),
  );
  expect(changed.map(({ address }) => address)).toEqual([
    'aws_route53recoverycontrolconfig_safety_rule.arc_at-least-one',
    'aws_ssm_parameter.arc_record-eu-west-1',
    'aws_ssm_parameter.arc_record-us-east-1',
  ]);
  expect(before.filter(({ address }) => !after.some((other) => other.address === address))).toEqual([]);
});

test('every Region has the same record, through its own provider', () => {
  const records = three.resources<{ provider: string; name: string; value: string; tier: string }>('aws_ssm_parameter');
  expect(records.map(({ args }) => [args.provider, args.name, args.tier])).toEqual([
    ['aws.apse2', '/orders/prod/global/switch', 'Standard'],
    ['aws.euw1', '/orders/prod/global/switch', 'Standard'],
    ['aws.use1', '/orders/prod/global/switch', 'Standard'],
  ]);
  expect(new Set(records.map(({ args }) => args.value)).size).toBe(1);
});

test('a record of many Regions is larger than a standard parameter', () => {
  const many = REGION_NAMES.slice(0, 21);
  expect(synth(many).at(`aws_ssm_parameter.arc_record-${many[0]}`)).toMatchObject({ tier: 'Advanced' });
});

test('nothing of readiness checks, which AWS closed', () =>
  expect(three.text).not.toContain('route53recoveryreadiness'));

test('refuses no Region, and names that are too long', () => {
  expect(() => synth([])).toThrow(
    new Error('t/arc: regions is empty. Name the Regions that serve: each gets a switch.'),
  );
  expect(() => synth(['us-east-1'], { rulePrefix: 'x'.repeat(44) })).toThrow(
    /^t\/arc: rule x{44}at-least-one-[0-9a-f]{8} has 65 characters, and a name has 64 at most\. Shorten rulePrefix\.$/,
  );
  expect(rulesOf(synth(['us-east-1'], { rulePrefix: 'x'.repeat(43) }))).toHaveLength(1);
});
