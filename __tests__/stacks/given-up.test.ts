import { type ConfigOverBase, synthPlatform } from '../synth';

const FRONT = { domain: 'orders.example.com', delegated: true } as const;
const LISTED: ConfigOverBase = { regions: ['us-east-1', 'eu-west-1'], buckets: {}, databases: {}, tables: {} };
const synth = (config: ConfigOverBase) => synthPlatform({ ...LISTED, ...config });
const aliasesIn = (platform: ReturnType<typeof synthPlatform>, stack: string): unknown[] =>
  (platform.stack(stack).json.provider?.aws ?? []).map(({ alias }) => alias);

describe('what is given up', () => {
  test('a front door: the stacks hold nothing of it but the providers that take it down', () => {
    const platform = synth({ ingress: { ...FRONT, state: 'leaving' } });
    const without = synth({});
    expect(platform.stack('foundation').addresses).toEqual(without.stack('foundation').addresses);
    expect(platform.stack('region-eu-west-1').text).toBe(without.stack('region-eu-west-1').text);
    expect(platform.stack('global').addresses).toEqual([]);
    expect(aliasesIn(platform, 'foundation')).toContain('edge');
    expect(aliasesIn(platform, 'global')).toEqual(['use1', 'euw1', 'edge', 'oregon']);
    expect(without.stacks.has('global')).toBe(false);
  });

  test('a backbone: global stays for its peerings, with the Regions alone', () => {
    const platform = synth({ network: { backbone: 'leaving' } });
    expect(platform.stack('global').addresses).toEqual([]);
    expect(aliasesIn(platform, 'global')).toEqual(['use1', 'euw1']);
    expect(platform.stack('foundation').counts.aws_ec2_transit_gateway).toBeUndefined();
  });

  test('a private zone, beside a backbone that stays', () => {
    const platform = synth({ network: { backbone: 'peering', privateZone: 'leaving' } });
    expect(platform.stack('global').counts.aws_route53_zone).toBeUndefined();
    expect(platform.stack('global').counts.aws_vpc_peering_connection).toBe(1);
    expect(aliasesIn(platform, 'global')).toEqual(['use1', 'euw1', 'edge']);
  });
});
