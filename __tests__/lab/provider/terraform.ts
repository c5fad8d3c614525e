import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Attachment, type SimulatedProvider, startProvider, typesIn } from '../../../lab/provider';

const isInstalled = spawnSync('terraform', ['version'], { env: cleanEnv() }).status === 0;

/** `describe` where there is a terraform to run, or must be one; elsewhere the tests are skipped, and a line says so. */
export function describeWithTerraform(name: string, tests: () => void): void {
  if (isInstalled || process.env.CI === 'true') {
    describe(name, tests);
  } else {
    process.stderr.write(`${name}: skipped, as terraform is not on the PATH\n`);
    describe.skip(name, tests);
  }
}

/** Nothing of the developer's own Terraform settings. */
function cleanEnv(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('TF_') && !name.startsWith('AWS_'));
  return { ...Object.fromEntries(own), CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_INPUT: '0', ...more };
}

export interface Stack {
  readonly provider?: readonly object[];
  readonly [block: string]: unknown;
}
export interface Outcome {
  readonly ok: boolean;
  /** All that Terraform said. */
  readonly said: string;
  /** `create aws_vpc.main`, sorted: what the plan does to what. */
  readonly changes: readonly string[];
}

/** A folder with a simulated AWS and any number of stacks, each with a state of its own. */
export class Bench {
  private constructor(
    readonly dir: string,
    readonly aws: SimulatedProvider,
  ) {}

  static async open(account?: string): Promise<Bench> {
    const dir = mkdtempSync(path.join(tmpdir(), 'lab-provider-'));
    const aws = await startProvider({ dir: path.join(dir, 'aws'), types: [], ...(account ? { account } : {}) });
    return new Bench(dir, aws);
  }

  async close(): Promise<void> {
    await this.aws.stop();
    rmSync(this.dir, { recursive: true });
  }

  /** Writes a stack and applies it. */
  async apply(name: string, stack: Stack): Promise<Outcome> {
    await this.write(name, stack);
    return this.run(name, 'apply', '-auto-approve');
  }

  /** Writes a stack and plans it; without one, plans what is written. */
  async plan(name: string, stack?: Stack): Promise<Outcome> {
    if (stack) await this.write(name, stack);
    return this.run(name, 'plan');
  }

  /** Attributes of an applied resource, by address. */
  state(name: string, address: string): Readonly<Record<string, unknown>> {
    const { resources } = JSON.parse(this.stateText(name)) as { resources: StateResource[] };
    const found = resources.find(
      ({ mode, type, name: label }) => `${mode === 'data' ? 'data.' : ''}${type}.${label}` === address,
    );
    if (!found?.instances[0]) throw new Error(`${address} is not in the state of ${name}`);
    return found.instances[0].attributes;
  }

  stateText(name: string): string {
    return readFileSync(path.join(this.dir, name, 'terraform.tfstate'), 'utf8');
  }

  attach(name: string): Promise<Attachment> {
    return this.aws.attach(name);
  }

  private async write(name: string, stack: Stack): Promise<void> {
    const dir = path.join(this.dir, name);
    mkdirSync(dir, { recursive: true });
    const { provider = [{ region: 'us-east-1' }], ...rest } = stack;
    const terraform = { required_providers: { aws: { source: 'hashicorp/aws', version: '~> 6.0' } } };
    const full = { terraform, provider: { aws: provider }, ...rest };
    writeFileSync(path.join(dir, 'cdk.tf.json'), JSON.stringify(full, null, 2));
    this.aws.offer(typesIn(full));
  }

  /** No `init`: there is no provider to install, and the state is a file in the folder. */
  private async run(name: string, ...args: string[]): Promise<Outcome> {
    const { reattach } = await this.attach(name);
    const child = spawn('terraform', [...args, '-json'], {
      cwd: path.join(this.dir, name),
      env: cleanEnv({ TF_REATTACH_PROVIDERS: reattach }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
    const events = stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Event);
    return { ok: code === 0, said: [stderr, ...events.map(text)].join('\n'), changes: events.flatMap(change).sort() };
  }
}

/** One line of Terraform's JSON output. https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
interface Event {
  readonly '@message': string;
  readonly type: string;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
  readonly diagnostic?: { readonly detail: string };
}

const text = ({ '@message': message, diagnostic }: Event): string =>
  diagnostic ? `${message} ${diagnostic.detail}` : message;

function change({ type, change: planned }: Event): string[] {
  return type === 'planned_change' && planned && planned.action !== 'read'
    ? [`${planned.action} ${planned.resource.addr}`]
    : [];
}

interface StateResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
}
