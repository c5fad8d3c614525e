import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { App } from 'cdktf';
import type { RegionName } from '../../config/catalog';
import { PlatformStack } from '../../stacks/platform-stack';
import { platformOf } from '../synth';

const outdir = mkdtempSync(join(tmpdir(), 'stack-'));
afterAll(() => rmSync(outdir, { recursive: true }));

class Stack extends PlatformStack {
  constructor(app: App, region: RegionName) {
    super(app, `region-${region}`, { platform: platformOf({}), regions: [region], stateIn: region });
  }

  parameter(value: string, through: RegionName): SsmParameter {
    return new SsmParameter(this, `parameter-${through}`, {
      provider: this.provider(through),
      name: '/x',
      type: 'String',
      value,
    });
  }
}

test('refuses a value of another stack', () => {
  const app = new App({ outdir });
  const [one, other] = [new Stack(app, 'us-east-1'), new Stack(app, 'eu-west-1')];
  other.parameter(one.parameter('x', 'us-east-1').arn, 'eu-west-1');
  expect(() => app.synth()).toThrow(
    new Error(
      "region-eu-west-1: refers to aws_ssm_parameter.parameter-us-east-1, which is in another stack. Take the name or ARN from config/names.ts, or look it up by name in the stack's own Region.",
    ),
  );
});

test('refuses a provider that it does not have', () =>
  expect(() => new Stack(new App({ outdir }), 'us-east-1').parameter('x', 'eu-west-1')).toThrow(
    new Error('region-us-east-1: no provider for eu-west-1. The stack works in us-east-1.'),
  ));

test('refuses HCL output, in which overrides would be lost', () =>
  expect(() => new Stack(new App({ outdir }), 'us-east-1').toHclTerraform()).toThrow(
    new Error(
      'region-us-east-1: HCL output is not supported, as cdktf drops overrides in it. Synthesize without --hcl.',
    ),
  ));

test('names each resource after its path', () => {
  const stack = new Stack(new App({ outdir }), 'us-east-1');
  expect(stack.parameter('x', 'us-east-1').friendlyUniqueId).toBe('parameter-us-east-1');
});
