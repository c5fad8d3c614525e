import fc from 'fast-check';
import type { RegionName } from '../../config/catalog';
import { type SynthesizedJson, synthAnew } from '../synth';
import { ALWAYS, FROM_TWO, FRONTS, LIST, MAY_CHANGE, NAMES, withoutOrder } from './fronts';
import { RUNS, texts } from './region-lists';
import {
  adoptedIn,
  aliasOf,
  blocksOf,
  difference,
  forgottenIn,
  globalOf,
  homeFirst,
  providerOf,
  statesOf,
  withoutProviders,
} from './regions-in-state';

describe.each(NAMES)('any Regions behind %s', (name) => {
  const config = FRONTS[name];
  const fewest = name === 'switches' ? 2 : 1;

  test('are the same bytes in any order', () =>
    fc.assert(
      fc.property(homeFirst(fewest, 8), (regions) => {
        const of = (list: RegionName[]) => globalOf({ ...config, home: regions[0], regions: list }).text;
        expect(of(regions.toReversed())).toBe(of(regions));
      }),
      RUNS,
    ));

  test('one that joins adds what is its own, and changes only what counts or shows them all', () =>
    fc.assert(
      fc.property(homeFirst(fewest + 1, 8), fc.nat(), (regions, at) => {
        const [home, ...others] = regions;
        const joining = String(others[at % others.length]);
        const of = (list: RegionName[]) => withoutOrder(globalOf({ ...config, home, regions: list }));
        const { added, changed, removed } = difference(of(regions.filter((region) => region !== joining)), of(regions));
        expect(removed).toEqual([]);
        expect(
          added.filter(
            (address) =>
              !address.endsWith(`-${joining}`) && !address.endsWith(`_${joining}`) && !FROM_TWO.test(address),
          ),
        ).toEqual([]);
        const may = [...ALWAYS, ...MAY_CHANGE[name]];
        expect(changed.filter((address) => !may.some((pattern) => pattern.test(address)))).toEqual([]);
        expect(changed).toContain('aws_cloudwatch_dashboard.front_dashboard_dashboard');
        // Nothing is changed for no reason.
        for (const pattern of MAY_CHANGE[name]) expect(changed.some((address) => pattern.test(address))).toBe(true);
      }),
      RUNS,
    ));

  test('are steered through us-east-1, and through us-west-2 what AWS has there', () => {
    const regions = LIST.map((region) =>
      region === 'us-west-2' ? ({ name: region, state: 'evacuated' } as const) : region,
    );
    for (const stack of [globalOf({ ...config, regions: LIST }), globalOf({ ...config, regions })]) {
      const wrong = blocksOf(stack).filter(({ type, args }) => {
        if (/^aws_(globalaccelerator|route53recovery)/.test(type)) return args.provider !== 'aws.oregon';
        if (/^aws_(route53|cloudfront|wafv2)/.test(type)) return args.provider !== 'aws.edge';
        return false;
      });
      expect(wrong).toEqual([]);
      for (const { args } of stack.resources<{ scope: string }>('aws_wafv2_web_acl'))
        expect(args.scope).toBe('CLOUDFRONT');
      for (const [alias, region] of [
        ['edge', 'us-east-1'],
        ['oregon', 'us-west-2'],
      ] as const)
        if (stack.providers.some((each) => each.alias === alias))
          expect(providerOf(stack, alias)).toEqual({ alias, region, allowed_account_ids: ['111122223333'] });
      expect(stack.providers.some(({ alias }) => alias === 'oregon')).toBe(
        name === 'accelerator' || name === 'switches',
      );
      expect(stack.text).not.toMatch(/route53recoveryreadiness|networkmanager|terraform_remote_state/);
    }
  });

  test('reads no Region but for its load balancer', () => {
    const reads = globalOf({ ...config, regions: LIST })
      .data()
      .filter(({ args }) => args.provider !== 'aws.edge');
    const balanced = name === 'balancers' || name === 'accelerator';
    expect(reads.map(({ address, args }) => `${address} ${args.provider}`).sort()).toEqual(
      (balanced ? LIST : []).map((region) => `aws_lb.front_balancers_balancer-${region} ${aliasOf(region)}`).sort(),
    );
  });
});

describe.each(NAMES)('a Region in trouble behind %s', (name) => {
  const troubled: RegionName = 'eu-west-1';
  const { before, evacuated, returning, released, destroyed, never } = statesOf(FRONTS[name], LIST, troubled);
  const [whole, lost, back] = [before, evacuated, returning].map((platform) => platform.stack('global')) as [
    SynthesizedJson,
    SynthesizedJson,
    SynthesizedJson,
  ];
  /** The only object that stands in the Region itself: how its switches are reached. */
  const record = name === 'switches' ? [`aws_ssm_parameter.front_switches_record-${troubled}`] : [];

  test('evacuated: its records, checks and endpoint groups are destroyed, and none is forgotten', () => {
    const { added, changed, removed } = difference(withoutOrder(whole), withoutOrder(lost));
    expect(added).toEqual([]);
    expect(removed).toEqual(whole.addresses.filter((address) => new RegExp(`[-_]${troubled}$`).test(address)));
    expect(removed).toEqual(expect.arrayContaining([`aws_route53_health_check.front_health_gate-${troubled}`]));
    const may = [...ALWAYS, ...MAY_CHANGE[name]];
    expect(changed.filter((address) => !may.some((pattern) => pattern.test(address)))).toEqual([]);
    expect(forgottenIn(lost)).toEqual(record);
  });

  test('evacuated: nothing but its alias is left of it, which asks nobody', () => {
    expect(blocksOf(lost).filter(({ args }) => args.provider === aliasOf(troubled))).toEqual([]);
    expect(providerOf(lost, 'euw1')).toMatchObject({ skip_requesting_account_id: true });
    expect(providerOf(lost, 'euw1')).not.toHaveProperty('allowed_account_ids');
    const { removed: _removed, provider: _provider, ...rest } = lost.json;
    const named = texts(rest).filter(({ text }) => new RegExp(`${troubled}|\\b(api|target)-euw1\\b`).test(text));
    expect(named).toEqual([]);
  });

  test('evacuated: foundation forgets what stands in it and its names, and nothing else', () => {
    const foundation = before.stack('foundation');
    const own = foundation
      .resources()
      .flatMap(({ address, type, args }) =>
        args.provider === aliasOf(troubled) || (type === 'aws_route53_record' && address.endsWith(`-${troubled}`))
          ? [address]
          : [],
      );
    expect(forgottenIn(evacuated.stack('foundation'))).toEqual(own.sort());
  });

  test('returning: DNS is told of it again, its gate decides, and only what was forgotten is adopted', () => {
    expect(adoptedIn(back)).toEqual(record);
    expect(back.json.removed).toBeUndefined();
    // The objects of its bucket are not read before it is active.
    const unread = name === 'cdn' ? ['aws_cloudfront_distribution.front_cdn_front_distribution'] : [];
    expect(difference(whole, back)).toEqual({ added: [], changed: unread, removed: [] });
  });

  test('returning: foundation adopts all that it forgot but the proofs of certificates, which have no import', () => {
    const foundation = returning.stack('foundation');
    const forgotten = forgottenIn(evacuated.stack('foundation'));
    const proofs = forgotten.filter((address) => address.startsWith('aws_acm_certificate_validation.'));
    expect(proofs).toHaveLength(1);
    expect(adoptedIn(foundation)).toEqual(forgotten.filter((address) => !proofs.includes(address)));
    expect(foundation.addresses).toEqual(before.stack('foundation').addresses);
    const data = foundation.data().map(({ address }) => `data.${address}`);
    for (const { id } of foundation.json.import ?? [])
      for (const [, reference = ''] of id.matchAll(/\$\{([\w.-]+)\.\w+\}/g))
        expect([
          ...data,
          'aws_kms_key.key_us-east-1',
          ...foundation.addresses.filter((address) => !forgotten.includes(address)),
        ]).toContain(reference);
  });

  test('leaving: it is taken out as if it never was there, while its alias is an ordinary one', () => {
    for (const platform of [released, destroyed]) {
      const stack = platform.stack('global');
      expect(withoutProviders(stack)).toEqual(withoutProviders(never.stack('global')));
      expect(stack.json.removed).toBeUndefined();
      expect(providerOf(stack, 'euw1')).toEqual({
        alias: 'euw1',
        region: troubled,
        allowed_account_ids: ['111122223333'],
      });
    }
  });
});

test('us-east-1 as a Region may be lost: what is steered through it keeps its own alias', () => {
  const regions = ['eu-west-1', 'us-west-2', { name: 'us-east-1', state: 'evacuated' }] as const;
  for (const stack of ['foundation', 'global']) {
    const json = synthAnew({ ...FRONTS.switches, home: 'eu-west-1', regions: [...regions] }).stack(stack);
    expect(providerOf(json, 'edge')).toEqual({
      alias: 'edge',
      region: 'us-east-1',
      allowed_account_ids: ['111122223333'],
    });
    expect(providerOf(json, 'use1')).toMatchObject({ region: 'us-east-1', skip_credentials_validation: true });
    expect(
      forgottenIn(json).filter((address) => /certificates_edge|proof|domain_zone|gate-|own-us-west/.test(address)),
    ).toEqual([]);
  }
});
