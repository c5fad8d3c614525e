import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { arch, devNull, platform } from 'node:os';
import path from 'node:path';
import { AWS_PROVIDER } from '../../config/versions';
import { LabError } from '../runner';

/** The AWS provider that is run. */
export interface ProviderVersion {
  /** Nothing where Terraform takes it from its registry. */
  readonly version?: string;
  /** What the stacks ask for. */
  readonly wanted: string;
  /** Whether it is one that the stacks ask for. */
  readonly fits: boolean;
}

const SOURCE = `registry.terraform.io/${AWS_PROVIDER.source}`;

/**
 * The best version in a mirror ("Provider Installation", filesystem_mirror): the newest that the stacks ask for, else the newest.
 * @throws where there is none for this machine
 */
export function providerIn(mirror: string | undefined): ProviderVersion {
  const wanted = AWS_PROVIDER.version;
  if (mirror === undefined) return { wanted, fits: true };
  const versions = versionsIn(path.join(mirror, SOURCE)).sort(compare).reverse();
  const version = versions.find((each) => satisfies(each, wanted)) ?? versions[0];
  if (version === undefined)
    throw new LabError(
      `--provider-mirror: ${mirror} holds no AWS provider for ${target()}. Expected ${SOURCE}/<version>/${target()}/, or ${SOURCE}/terraform-provider-aws_<version>_${target()}.zip.`,
    );
  return { version, wanted, fits: satisfies(version, wanted) };
}

/** This machine as Terraform names it: `linux_amd64`. */
const target = (): string =>
  `${platform() === 'win32' ? 'windows' : platform()}_${arch() === 'x64' ? 'amd64' : arch()}`;

/** Unpacked and packed ones. */
function versionsIn(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir).flatMap((name) => {
    const packed = /^terraform-provider-aws_(\d+\.\d+\.\d+)_(\w+)\.zip$/.exec(name);
    if (packed) return packed[2] === target() && packed[1] !== undefined ? [packed[1]] : [];
    const unpacked = path.join(dir, name, target());
    if (!/^\d+\.\d+\.\d+$/.test(name) || !existsSync(unpacked)) return [];
    return readdirSync(unpacked).some((file) => file.startsWith('terraform-provider-aws')) ? [name] : [];
  });
}

const numbers = (version: string): number[] => version.split('.').map(Number);

function compare(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  const at = left.findIndex((number, index) => number !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

/** Whether a version fits a constraint of `>=`, `>`, `<=`, `<` and `=`, separated by commas. */
export function satisfies(version: string, constraint: string): boolean {
  return constraint.split(',').every((part) => {
    const [, sign = '=', limit = ''] = /^\s*(>=|<=|>|<|=)?\s*(\d+\.\d+\.\d+)\s*$/.exec(part) ?? [];
    const order = compare(version, limit);
    return order === 0 ? sign.includes('=') : order > 0 ? sign.startsWith('>') : sign.startsWith('<');
  });
}

/** Writes Terraform's own settings for a mirror. @returns the file; the null device where Terraform takes the provider from its registry */
export function cliConfig(file: string, mirror: string | undefined): string {
  if (mirror === undefined) return devNull;
  const where = JSON.stringify(path.resolve(mirror));
  writeFileSync(file, `provider_installation {\n  filesystem_mirror {\n    path = ${where}\n  }\n}\n`);
  return file;
}
