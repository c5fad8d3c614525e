import { z } from 'zod';
import { CONTRACT, type ContractEntry } from '../../config/contract';
import { contractDocument, contractDocumentSchema } from '../../config/contract-document';
import type { ParameterFolder } from '../../config/names';
import { Platform } from '../../config/platform';
import { objectIn, publishedAs } from '../../config/published';
import { platformSchema } from '../../config/schema';
import { block, code, generatedFrom, table } from './markdown';

/** `docs/outputs.md`: what each stack tells others. */
export function outputsPage(): string {
  return `${[
    generatedFrom('config/contract.ts'),
    '# Outputs',
    INTRO,
    block('hcl', EXAMPLE),
    `How to read them so that a consumer outlives a Region: [docs/consumers.md](consumers.md).`,
    '## `region-<name>`',
    'In every Region that is deployed, in that Region.',
    outputTable('region'),
    '## `foundation`',
    'In the home Region.',
    outputTable('foundation'),
    '`bootstrap` has none. Parameters below `foundation/leaving/` are notes that Meridian keeps for itself while a Region leaves.',
    '## The contract parameter',
    CONTRACT_PARAMETER,
    block('json', JSON.stringify(contractDocument(EXAMPLE_PLATFORM, 'eu-west-1'), null, 2)),
    table(['Key', 'What'], documentedKeys()),
    '## Versions',
    VERSIONS,
  ].join('\n\n')}\n`;
}

const INTRO = `What other Terraform workspaces and scripts can read: the contract, version ${CONTRACT.major}.${CONTRACT.minor}. Each is a Terraform output
of its stack, and an SSM parameter in the same Region: read that one where you can. It needs no access to Meridian's state, and
in each Region it is there while that Region is. Hyphens of an object's name become underscores. No output is a secret.`;

const EXAMPLE = `data "aws_ssm_parameter" "vpc_id" {
  name = "/orders/prod/region/vpc_id" # the same path in every Region: the provider's Region tells which
}

data "aws_ssm_parameter" "private_subnet_ids" {
  name = "/orders/prod/region/private_subnet_ids"
}

locals {
  private_subnet_ids = split(",", nonsensitive(data.aws_ssm_parameter.private_subnet_ids.value))
}`;

const CONTRACT_PARAMETER = `${code('/<name>/<environment>/contract')} is in every Region that is deployed, written by that Region's stack, and says which
version of this page the others follow. It names no other Region, so one more of them changes it nowhere. It holds what
the last apply in its Region said: where a Region was lost, its own still says what it was, so a failover is not decided by it.`;

const VERSIONS = `Something new, or newly deprecated, raises the minor version. Taking an output away, renaming it or giving it another type
raises the major one, and only after a version in which it was deprecated and still written. So a consumer checks that the major version is the
one it was written for, and that the minor is at least the one in which what it reads came.
${code('contract.lock.json')} holds the version that was committed last; ${code('npm run docs')} writes it, and refuses a change that would break this.`;

const EXAMPLE_PLATFORM = new Platform(
  platformSchema.parse({
    name: 'orders',
    environment: 'prod',
    account: '111122223333',
    regions: ['us-east-1', 'eu-west-1'],
  }),
);

/** Stands for the names that a platform gives itself. */
const ANY = { ...EXAMPLE_PLATFORM, name: '<name>', environment: '<environment>' };

function outputTable(kind: ParameterFolder): string {
  const entries = Object.entries<ContractEntry>(CONTRACT.outputs[kind]).sort(([a], [b]) => (a < b ? -1 : 1));
  return table(
    ['Output', 'SSM parameter', 'Type', 'Since', 'What'],
    entries.map(([pattern, entry]) => {
      const { name, parameter, type } = publishedAs(ANY, kind, pattern, entry);
      return [code(name), code(parameter), type, entry.since, whatOf(pattern, entry)];
    }),
  );
}

function whatOf(pattern: string, { description, where, deprecated }: ContractEntry): string {
  const place = `<${objectIn(pattern)}>`;
  return [
    description.replaceAll(place, code(place)),
    where && `Only ${where.text}.`,
    deprecated && `**Deprecated** since ${deprecated.since}: ${deprecated.use}`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** The keys of the document, with what stands in each. */
function documentedKeys(): string[][] {
  const { role, stacks } = contractDocumentSchema.shape;
  const { name, state } = stacks.shape.region.shape;
  const rows: readonly (readonly [string, string])[] = [
    ['major`, `minor', 'Version of the contract that the other parameters follow.'],
    ['region', 'The Region whose parameters these are.'],
    ['role', z.globalRegistry.get(role)?.description ?? ''],
    ['stacks.region.name', z.globalRegistry.get(name)?.description ?? ''],
    ['stacks.region.state', z.globalRegistry.get(state)?.description ?? ''],
  ];
  return rows.map(([key, what]) => [code(key), what]);
}
