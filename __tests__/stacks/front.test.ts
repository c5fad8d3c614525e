import type { RegionName } from '../../config/catalog';
import { manifestOf } from '../../config/manifest';
import { bySlot } from '../../config/topology';
import { type Distribution, flawsOf } from '../modules/ingress/distribution-laws';
import { type ConfigOverBase, type SynthesizedJson, synthPlatform } from '../synth';
import {
  codeOf,
  DOMAIN,
  EXISTING,
  expectGates,
  expectRecords,
  FRONTS,
  gateOf,
  LIST,
  recordsOf,
  residency,
} from './fronts';
import { aliasOf, BARE, difference, firstRegions, globalOf } from './regions-in-state';

describe('the front door by DNS', () => {
  test.each(Array.from({ length: 12 }, (_, i) => i + 1))(
    'of %i Regions has as many records, each behind a gate',
    (count) => {
      const regions = firstRegions(count);
      const stack = globalOf({ ...FRONTS.latency, regions });
      expectRecords(stack, regions);
      expectGates(stack, regions, false);
      expect(stack.counts.aws_route53_record).toBe(count);
      // Two a Region, and one that tells when fewer than two are left.
      expect(stack.counts.aws_route53_health_check).toBe(2 * count + (count > 1 ? 1 : 0));
      expect(
        recordsOf(stack, `api.${DOMAIN}`)
          .map(({ latency_routing_policy }) => latency_routing_policy?.region)
          .sort(),
      ).toEqual([...regions].sort());
    },
  );

  test('by priority has one weight of 255, which is the writer; moving it changes two records in place', () => {
    const of = (writer: RegionName) => globalOf({ ...FRONTS.priority, regions: LIST, writer });
    const weights = (stack: SynthesizedJson) =>
      Object.fromEntries(
        recordsOf(stack, `api.${DOMAIN}`).map((each) => [each.set_identifier, each.weighted_routing_policy?.weight]),
      );
    expect(weights(of('us-east-1'))).toEqual({ use1: 255, euw1: 0, apse2: 0, usw2: 0 });
    expect(weights(of('eu-west-1'))).toEqual({ use1: 0, euw1: 255, apse2: 0, usw2: 0 });
    expect(difference(of('us-east-1'), of('eu-west-1'))).toEqual({
      added: [],
      changed: ['aws_route53_record.front_dns_eu-west-1', 'aws_route53_record.front_dns_us-east-1'],
      removed: [],
    });
  });

  test('by weights and by failover', () => {
    const weighted = { ...EXISTING, routing: 'weighted', weights: { 'us-east-1': 200, 'eu-west-1': 55 } } as const;
    const two: RegionName[] = ['us-east-1', 'eu-west-1'];
    const policies = (ingress: ConfigOverBase['ingress'], key: string) =>
      recordsOf(globalOf({ ...BARE, regions: two, ingress }), `api.${DOMAIN}`).map((each) => Reflect.get(each, key));
    expect(policies(weighted, 'weighted_routing_policy')).toEqual([{ weight: 200 }, { weight: 55 }]);
    expect(policies({ ...EXISTING, routing: 'failover' }, 'failover_routing_policy')).toEqual([
      { type: 'PRIMARY' },
      { type: 'SECONDARY' },
    ]);
  });

  test('by failover: moving the writer leaves the roles where they are, and the manifest names them', () => {
    const of = (writer: RegionName): ConfigOverBase => ({
      ...BARE,
      regions: ['us-east-1', 'eu-west-1'],
      writer,
      ingress: { ...EXISTING, routing: 'failover' },
    });
    const records = ['aws_route53_record.front_dns_primary', 'aws_route53_record.front_dns_secondary'];
    expect(difference(globalOf(of('us-east-1')), globalOf(of('eu-west-1')))).toEqual({
      added: [],
      changed: records,
      removed: [],
    });
    const { platform } = synthPlatform(of('eu-west-1'));
    const { servingPath, recoveryPath } = manifestOf(platform);
    for (const path of [servingPath, recoveryPath])
      expect(path.map(({ address }) => address).filter((address) => address.includes('front_dns'))).toEqual(
        [...records].reverse(),
      );
  });

  test('is not made before the zone is delegated to', () =>
    expect([...synthPlatform({ ...BARE, ingress: { domain: DOMAIN } }).stacks.keys()]).not.toContain('global'));
});

describe('the front door by residency', () => {
  const placed: RegionName[] = ['us-east-1', 'eu-west-1', 'eu-central-1'];
  const stack = globalOf({ ...residency(placed), regions: placed });

  test('answers every place: one record for all that nobody named, and none is checked on the first level', () => {
    const records = recordsOf(stack, `api.${DOMAIN}`);
    const places = records.map(({ geolocation_routing_policy: place, alias }) => [
      place?.continent ?? place?.country,
      alias?.name,
    ]);
    expect(Object.fromEntries(places)).toEqual({
      EU: `api-eu.${DOMAIN}`,
      GB: `api-eu.${DOMAIN}`,
      NA: `api-us.${DOMAIN}`,
      MX: `api-us.${DOMAIN}`,
      '*': `api-us.${DOMAIN}`,
    });
    expect(places).toHaveLength(5);
    expect(new Set(records.map(({ set_identifier }) => set_identifier)).size).toBe(5);
    expect(records.filter((record) => 'health_check_id' in record)).toEqual([]);
  });

  test('leads each jurisdiction to its own Regions alone, behind their gates', () => {
    const within = (jurisdiction: string) =>
      recordsOf(stack, `api-${jurisdiction}.${DOMAIN}`).map(({ set_identifier, health_check_id }) => [
        set_identifier,
        health_check_id,
      ]);
    expect(within('us')).toEqual([['use1', gateOf('us-east-1')]]);
    expect(new Map(within('eu') as [string, string][])).toEqual(
      new Map([
        ['euw1', gateOf('eu-west-1')],
        ['euc1', gateOf('eu-central-1')],
      ]),
    );
    expectGates(stack, placed, false);
  });

  test('never leads a jurisdiction elsewhere, also when its last Region is lost', () => {
    const regions: RegionName[] = ['us-east-1', 'eu-west-1'];
    const lost = globalOf({ ...residency(regions), regions: ['us-east-1', { name: 'eu-west-1', state: 'evacuated' }] });
    expect(recordsOf(lost, `api-eu.${DOMAIN}`)).toEqual([]);
    const europe = recordsOf(lost, `api.${DOMAIN}`).filter(({ set_identifier }) =>
      /-EU$|-GB$/.test(String(set_identifier)),
    );
    expect(europe).toHaveLength(2);
    for (const record of europe) expect(record).toMatchObject({ records: ['192.0.2.1'] });
  });
});

describe('the front door by Global Accelerator', () => {
  test.each([1, 2, 5, 12])('of %i Regions has as many groups, and no address that DNS would choose', (count) => {
    const regions = firstRegions(count);
    const stack = globalOf({ ...FRONTS.accelerator, regions });
    const groups = stack.resources<{
      endpoint_group_region: RegionName;
      endpoint_configuration: { endpoint_id: string }[];
    }>('aws_globalaccelerator_endpoint_group');
    expect(groups.map(({ args }) => args.endpoint_group_region).sort()).toEqual([...regions].sort());
    for (const { args } of groups)
      expect(args.endpoint_configuration.map(({ endpoint_id }) => endpoint_id)).toEqual([
        `\${data.aws_lb.front_balancers_balancer-${args.endpoint_group_region}.arn}`,
      ]);
    const [record, ...others] = recordsOf(stack, `api.${DOMAIN}`);
    expect(others).toEqual([]);
    expect(record?.alias?.name).toBe('${aws_globalaccelerator_accelerator.front_accelerator_accelerator.dns_name}');
    expectGates(stack, regions, false);
  });
});

describe('the front door by CloudFront', () => {
  test.each([1, 2, 3, 12])('of %i Regions reads from buckets and writes to the name that DNS answers', (count) => {
    const regions = firstRegions(count);
    const stack = globalOf({ ...FRONTS.cdn, regions });
    const distribution = stack.only<Distribution & Record<string, unknown>>('aws_cloudfront_distribution');
    expect(flawsOf(distribution, `api.${DOMAIN}`)).toEqual([]);
    expect(distribution.origin_group ?? []).toHaveLength(count > 1 ? 1 : 0);
    expect(distribution.origin.map(({ domain_name }) => domain_name).sort()).toEqual(
      [
        `api.${DOMAIN}`,
        ...regions.map((region) => `orders-prod-objects-${codeOf(region)}-111122223333.s3.${region}.amazonaws.com`),
      ].sort(),
    );
    expect(distribution.viewer_certificate).toMatchObject({
      acm_certificate_arn: '${data.aws_acm_certificate.front_certificate.arn}',
    });
    expect(distribution.web_acl_id).toBe('${aws_wafv2_web_acl.front_cdn_acl_acl.arn}');
    expect(stack.data().find(({ address }) => address === 'aws_acm_certificate.front_certificate')?.args.provider).toBe(
      'aws.edge',
    );
    expectRecords(stack, regions);
    expect(
      recordsOf(stack, `app.${DOMAIN}`)
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['A', 'AAAA']);
  });

  test('reads from no bucket that is behind: not of a Region that is lost, nor of one that only just returns', () => {
    const origins = (state: 'evacuated' | 'returning') =>
      globalOf({ ...FRONTS.cdn, regions: ['us-east-1', { name: 'eu-west-1', state }, 'ap-southeast-2'] })
        .only<Distribution>('aws_cloudfront_distribution')
        .origin.map(({ origin_id }) => origin_id)
        .sort();
    expect(origins('evacuated')).toEqual(['api', 'bucket-ap-southeast-2', 'bucket-us-east-1']);
    expect(origins('returning')).toEqual(origins('evacuated'));
  });
});

describe('the switches', () => {
  interface Control {
    readonly provider: string;
    readonly depends_on: readonly string[];
  }
  const PREFIX = 'aws_route53recoverycontrolconfig_';

  test.each([2, 3, 12])('of %i Regions are made one after the other, by slot, and not all can be off', (count) => {
    const regions = firstRegions(count);
    const stack = globalOf({ ...FRONTS.switches, regions });
    const controls = new Map(
      stack.resources<Control>(`${PREFIX}routing_control`).map(({ address, args }) => [address, args.depends_on]),
    );
    const addresses = [...regions]
      .sort(bySlot)
      .map((region) => `${PREFIX}routing_control.front_switches_switch-${region}`);
    expect(Object.fromEntries(controls)).toEqual(
      Object.fromEntries(
        addresses.map((address, i) => [address, [addresses[i - 1] ?? `${PREFIX}control_panel.front_switches_panel`]]),
      ),
    );
    const rules = stack.resources<{ rule_config: object; asserted_controls: string[] }>(`${PREFIX}safety_rule`);
    expect(rules.map(({ args }) => args.rule_config)).toEqual([
      { type: 'ATLEAST', threshold: 1, inverted: false },
      { type: 'ATLEAST', threshold: 2, inverted: true },
    ]);
    for (const { args } of rules)
      expect(args.asserted_controls).toEqual(addresses.map((address) => `\${${address}.arn}`));
    expectGates(stack, regions, true);
    expect(stack.text).not.toContain('route53recoveryreadiness');
    const records = stack
      .resources<{ name: string; provider: string }>('aws_ssm_parameter')
      .filter(({ address }) => address.includes('switches'));
    expect(records.map(({ args }) => args.provider).sort()).toEqual(regions.map(aliasOf).sort());
    expect(new Set(records.map(({ args }) => args.name)).size).toBe(1);
  });
});
