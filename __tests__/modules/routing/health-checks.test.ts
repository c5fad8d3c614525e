import fc from 'fast-check';
import { REGION_NAMES, type RegionName, regionFacts } from '../../../config/catalog';
import { HealthChecks, type HealthChecksProps } from '../../../modules/routing/health-checks';
import { synthConstruct } from '../../synth';

interface Check {
  readonly type: string;
  readonly fqdn?: string;
  readonly child_healthchecks?: string[];
  readonly child_health_threshold?: number;
  readonly regions?: string[];
}

const synth = (regions: readonly RegionName[], props: Partial<HealthChecksProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new HealthChecks(stack, 'health', {
      provider: providerIn('us-east-1'),
      regions,
      hostName: (region) => `api-${regionFacts(region).code}.orders.example.com`,
      path: '/health',
      intervalSeconds: 10,
      failureThreshold: 2,
      tagName: (what, region) => `orders-prod-${what}-${regionFacts(region).code}`,
      ...props,
    });
  });

const someRegions = fc.shuffledSubarray([...REGION_NAMES], { minLength: 1, maxLength: 8 });

test('each Region is asked by its own name, and its gate hangs on that', () => {
  const stack = synth(['us-east-1', 'eu-west-1']);
  expect(stack.at('aws_route53_health_check.health_own-eu-west-1')).toEqual({
    provider: 'aws.use1',
    type: 'HTTPS',
    fqdn: 'api-euw1.orders.example.com',
    port: 443,
    resource_path: '/health',
    enable_sni: true,
    request_interval: 10,
    failure_threshold: 2,
    disabled: false,
    tags: { Name: 'orders-prod-own-euw1' },
    lifecycle: { create_before_destroy: true },
  });
  expect(stack.at('aws_route53_health_check.health_gate-eu-west-1')).toEqual({
    provider: 'aws.use1',
    type: 'CALCULATED',
    child_healthchecks: ['${aws_route53_health_check.health_own-eu-west-1.id}'],
    child_health_threshold: 1,
    disabled: false,
    tags: { Name: 'orders-prod-gate-euw1' },
    lifecycle: { create_before_destroy: true },
  });
});

test('with routing controls a gate holds only while both do', () => {
  const stack = synth(['us-east-1'], { controls: new Map([['us-east-1', 'control-1']]) });
  expect(stack.at<Check>('aws_route53_health_check.health_gate-us-east-1')).toMatchObject({
    child_healthchecks: ['${aws_route53_health_check.health_own-us-east-1.id}', 'control-1'],
    child_health_threshold: 2,
  });
});

test('every gate needs all of its children, and nobody is asked by the name that clients use, whatever the list', () =>
  fc.assert(
    fc.property(someRegions, fc.boolean(), (regions, controlled) => {
      const controls = new Map(regions.map((region) => [region, `control of ${region}`] as const));
      const checks = synth(regions, controlled ? { controls } : {}).resources<Check>('aws_route53_health_check');
      expect(checks).toHaveLength(2 * regions.length);
      for (const { args } of checks) {
        if (args.type === 'CALCULATED') expect(args.child_health_threshold).toBe(args.child_healthchecks?.length);
        else expect(args.fqdn).toMatch(/^api-\w+\.orders\.example\.com$/);
      }
    }),
    { numRuns: 20 },
  ));

test('the order of the list changes no byte', () =>
  fc.assert(
    fc.property(someRegions, (regions) => {
      expect(synth(regions).text).toBe(synth([...regions].sort()).text);
    }),
    { numRuns: 15 },
  ));

test('a Region that joins leaves the checks of the others as they were', () =>
  fc.assert(
    fc.property(someRegions, fc.constantFrom(...REGION_NAMES), (regions, joining) => {
      fc.pre(!regions.includes(joining));
      const before = synth(regions).resources();
      const after = synth([...regions, joining]).resources();
      expect(after).toEqual(expect.arrayContaining(before));
      expect(after).toHaveLength(before.length + 2);
    }),
    { numRuns: 15 },
  ));

test('nothing of one Region names another', () => {
  const own = synth(['us-east-1', 'eu-west-1'])
    .resources()
    .filter(({ address }) => address.includes('eu-west-1'))
    .map(({ args: { provider: _, ...args } }) => args);
  expect(own).toHaveLength(2);
  expect(JSON.stringify(own)).not.toMatch(/us-east-1|use1/);
});

test('checkers can be chosen', () => {
  const checkerRegions = ['us-west-2', 'eu-west-1', 'sa-east-1', 'eu-west-1'];
  const check = synth(['us-east-1'], { checkerRegions }).at<Check>('aws_route53_health_check.health_own-us-east-1');
  expect(check.regions).toEqual(['eu-west-1', 'sa-east-1', 'us-west-2']);
});

test.each<[Partial<HealthChecksProps>, string]>([
  [{ path: 'health' }, 't/health: path is health. It begins with / and has 255 characters at most.'],
  [{ failureThreshold: 0 }, 't/health: failureThreshold is 0. Allowed: 1 to 10.'],
  [{ failureThreshold: 11 }, 't/health: failureThreshold is 11. Allowed: 1 to 10.'],
  [{ failureThreshold: 1.5 }, 't/health: failureThreshold is 1.5. Allowed: 1 to 10.'],
  [
    { checkerRegions: ['us-west-2', 'us-west-2', 'eu-west-1'] },
    't/health: checkerRegions are us-west-2, us-west-2, eu-west-1. Name 3 at least, or none for all.',
  ],
  [
    { controls: new Map([['eu-west-1', 'c']]) },
    't/health: controls has none for us-east-1, only for eu-west-1. Add it.',
  ],
])('refuses %j', (props, message) => expect(() => synth(['us-east-1'], props)).toThrow(new Error(message)));

test.each([1, 10])('takes a threshold of %i', (failureThreshold) =>
  expect(synth(['us-east-1'], { failureThreshold }).resources()).toHaveLength(2),
);
