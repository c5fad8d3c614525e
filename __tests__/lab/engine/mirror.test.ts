import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, devNull, platform, tmpdir } from 'node:os';
import path from 'node:path';
import { cliConfig, providerIn, satisfies } from '../../../lab/engine/mirror';

let mirror: string;
beforeEach(() => {
  mirror = mkdtempSync(path.join(tmpdir(), 'mirror-'));
});
afterEach(() => rmSync(mirror, { recursive: true }));

const here = `${platform()}_${arch() === 'x64' ? 'amd64' : arch()}`;
const aws = (): string => path.join(mirror, 'registry.terraform.io', 'hashicorp', 'aws');
function unpacked(version: string, target = here): void {
  mkdirSync(path.join(aws(), version, target), { recursive: true });
  writeFileSync(path.join(aws(), version, target, `terraform-provider-aws_v${version}_x5`), '');
}

test('the newest that the stacks ask for is taken, packed or not', () => {
  unpacked('5.100.0');
  unpacked('6.40.0');
  unpacked('7.1.0');
  writeFileSync(path.join(aws(), `terraform-provider-aws_6.47.1_${here}.zip`), '');
  expect(providerIn(mirror)).toEqual({ version: '6.47.1', wanted: '>= 6.38.0, < 7.0.0', fits: true });
});

test('where there is none of these, the newest is tried', () => {
  unpacked('5.99.1');
  unpacked('5.100.0');
  unpacked('6.47.1', 'plan9_amd64');
  expect(providerIn(mirror)).toEqual({ version: '5.100.0', wanted: '>= 6.38.0, < 7.0.0', fits: false });
});

test('a mirror without the provider is refused, and told what is expected', () => {
  expect(() => providerIn(mirror)).toThrow(
    `--provider-mirror: ${mirror} holds no AWS provider for ${here}. Expected registry.terraform.io/hashicorp/aws/<version>/${here}/,`,
  );
});

test('without a mirror Terraform asks its registry for what the stacks require', () => {
  expect(providerIn(undefined)).toEqual({ wanted: '>= 6.38.0, < 7.0.0', fits: true });
  expect(cliConfig(path.join(mirror, 'rc'), undefined)).toBe(devNull);
});

test('with one, Terraform asks nobody else', () => {
  const file = cliConfig(path.join(mirror, 'rc'), mirror);
  expect(readFileSync(file, 'utf8')).toBe(
    `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`,
  );
});

test.each([
  ['6.38.0', '>= 6.38.0, < 7.0.0', true],
  ['6.37.9', '>= 6.38.0, < 7.0.0', false],
  ['7.0.0', '>= 6.38.0, < 7.0.0', false],
  ['6.100.0', '> 6.38.0', true],
  ['6.38.0', '> 6.38.0', false],
  ['6.38.0', '6.38.0', true],
])('%s fits %s: %s', (version, constraint, fits) => expect(satisfies(version, constraint)).toBe(fits));
