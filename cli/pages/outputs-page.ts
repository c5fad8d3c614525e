import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { type ParameterFolder, parameterName } from '../../config/names';
import { parsePlatform } from '../../config/parse';
import type { Platform } from '../../config/platform';
import { buildStacks } from '../../stacks/platform-app';
import { PlatformStack } from '../../stacks/platform-stack';
import { block, code, generatedFrom, table } from './markdown';

interface Output {
  readonly name: string;
  readonly list: boolean;
  readonly description: string;
}

/** Names that stand for those of a user: `bucket_thebucket_name` is shown as `bucket_<bucket>_name`. */
const PLACEHOLDERS = ['thebucket', 'thetable', 'thedatabase'] as const;

/** `docs/outputs.md`: what each stack tells others, read from a synthesized platform that has one of each thing. */
export function outputsPage(): string {
  const platform = oneOfEach();
  return `${[
    generatedFrom('the stacks'),
    '# Outputs',
    INTRO,
    block('hcl', EXAMPLE),
    '## `region-<name>`',
    'In every Region that is deployed, in that Region.',
    outputTable(platform, 'region', 'region-us-east-1'),
    '## `foundation`',
    'In the home Region.',
    outputTable(platform, 'foundation', 'foundation'),
    '`bootstrap` has none.',
  ].join('\n\n')}\n`;
}

const INTRO = `What other Terraform workspaces and scripts can read. Each is a Terraform output of its stack, and an SSM parameter in the
same Region: read that one where you can. It needs no access to Meridian's state, and in each Region it is there while that
Region is. Names are a contract: none is renamed. Hyphens of an object's name become underscores. No output is a secret.`;

const EXAMPLE = `data "aws_ssm_parameter" "vpc_id" {
  name = "/orders/prod/region/vpc_id" # the same path in every Region: the provider's Region tells which
}

data "aws_ssm_parameter" "private_subnet_ids" {
  name = "/orders/prod/region/private_subnet_ids"
}

locals {
  private_subnet_ids = split(",", nonsensitive(data.aws_ssm_parameter.private_subnet_ids.value))
}`;

function outputTable(platform: Platform, folder: ParameterFolder, stack: string): string {
  const generic = { ...platform, name: '<name>', environment: '<environment>' };
  return table(
    ['Output', 'SSM parameter', 'Type', 'What'],
    outputsOf(platform, stack).map(({ name, list, description }) => [
      code(withPlaceholders(name)),
      code(withPlaceholders(parameterName(generic, folder, name))),
      list ? 'StringList' : 'String',
      withPlaceholders(description, code),
    ]),
  );
}

const withPlaceholders = (text: string, format = (word: string): string => word): string =>
  PLACEHOLDERS.reduce((done, word) => done.replaceAll(word, format(`<${word.slice(3)}>`)), text);

function oneOfEach(): Platform {
  const parsed = parsePlatform({
    name: 'name',
    environment: 'env',
    account: '111122223333',
    regions: ['us-east-1', 'eu-west-1'],
    buckets: { thebucket: {} },
    tables: { thetable: { hashKey: 'pk' } },
    databases: {
      thedatabase: { engine: 'postgres', engineVersion: '17', instanceClass: 'db.r7g.large', allocatedStorageGiB: 20 },
    },
  });
  if ('problems' in parsed)
    throw new Error(`outputsPage: its own config is refused: ${JSON.stringify(parsed.problems)}`);
  return parsed.platform;
}

function outputsOf(platform: Platform, stackName: string): Output[] {
  const outdir = mkdtempSync(join(tmpdir(), 'meridian-outputs-'));
  try {
    const app = new App({ outdir });
    buildStacks(app, platform);
    const stack = app.node.findChild(stackName);
    if (!(stack instanceof PlatformStack)) throw new Error(`outputsPage: ${stackName} is no stack of the platform.`);
    const { output = {} } = stack.toTerraform() as {
      readonly output?: Record<string, { readonly value: unknown; readonly description: string }>;
    };
    return Object.entries(output)
      .map(([name, { value, description }]) => ({ name, list: Array.isArray(value), description }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
