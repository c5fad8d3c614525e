import type { RegionName } from '../../config/catalog';
import { synthPlatform } from '../synth';
import {
  aliasOf,
  BARE,
  blocksOf,
  difference,
  forgottenIn,
  providerOf,
  statesOf,
  withoutProviders,
} from './regions-in-state';

const PRIVATE_ZONE = 'internal.example.com';
const LIST: RegionName[] = ['us-east-1', 'eu-west-1', 'ap-southeast-2', 'sa-east-1'];

describe('the private zone', () => {
  const config = { ...BARE, network: { privateZone: PRIVATE_ZONE } } as const;
  const troubled: RegionName = 'eu-west-1';
  const { before, evacuated, returning, released, destroyed, never } = statesOf(config, LIST, troubled);
  const whole = before.stack('global');
  const association = `aws_route53_zone_association.private-zone_association-${troubled}`;

  test('is one, asked by every VPC, and named through us-east-1', () => {
    const zone = whole.only<Record<string, unknown>>('aws_route53_zone');
    expect(zone).toMatchObject({ provider: 'aws.edge', name: PRIVATE_ZONE, lifecycle: { ignore_changes: ['vpc'] } });
    expect(zone).not.toHaveProperty('enable_accelerated_recovery');
    const associations = whole.resources<{ provider: string; vpc_region: string }>('aws_route53_zone_association');
    expect(associations.map(({ args }) => `${args.provider} ${args.vpc_region}`).sort()).toEqual(
      LIST.slice(1)
        .map((region) => `aws.edge ${region}`)
        .sort(),
    );
  });

  test('forgets a Region that is evacuated, adopts one that returns, and lets one go that leaves', () => {
    const lost = evacuated.stack('global');
    expect(forgottenIn(lost)).toEqual([association]);
    expect(difference(whole, lost)).toEqual({ added: [], changed: [], removed: [association] });
    expect(blocksOf(lost).filter(({ args }) => args.provider === aliasOf(troubled))).toEqual([]);
    expect(providerOf(lost, 'edge')).toEqual({
      alias: 'edge',
      region: 'us-east-1',
      allowed_account_ids: ['111122223333'],
    });
    const back = returning.stack('global');
    expect(back.json.import).toEqual([
      {
        to: association,
        id: `\${aws_route53_zone.private-zone_zone.zone_id}:\${data.aws_vpc.private-zone_vpc-${troubled}.id}:${troubled}`,
      },
    ]);
    expect(difference(whole, back)).toEqual({ added: [], changed: [], removed: [] });
    for (const platform of [released, destroyed])
      expect(withoutProviders(platform.stack('global'))).toEqual(withoutProviders(never.stack('global')));
  });

  test('in one Region is asked by that one alone', () =>
    expect(synthPlatform({ ...config, regions: ['us-east-1'] }).stack('global').counts).toEqual({
      aws_route53_zone: 1,
      aws_ssm_parameter: 1,
    }));
});
