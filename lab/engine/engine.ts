import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Call, expectedZones, type Operation } from '../provider';
import { callCounts, chosenStacks, type LabEvent, type Mode, readManifest, type SynthesizedStack } from '../runner';
import { totalOf } from '../runner/changes';
import { cleanEnvironment, type VariableValue } from '../runner/environment';
import { firstFailed } from '../runner/lab';
import { Slots } from '../runner/slots';
import { type RunningStack, startStack } from '../runner/stack-run';
import { TerraformError, type TerraformVersion, terraform, terraformVersion } from '../runner/terraform';
import { engineCourse } from './course';
import { bucketExists, type Emulator, findEmulator, makeBucket, makeZone } from './emulator';
import { type ApiCall, Gateway } from './gateway';
import type { ProviderSchema } from './known-arguments';
import { cliConfig, type ProviderVersion, providerIn } from './mirror';
import type { EngineRun, Findings } from './results';
import { entriesIn, type StackJson } from './stack-json';

export interface EngineOptions {
  /** Folder for the stacks' copies and plans. Their states are in the emulator, but for that of bootstrap. */
  readonly workDir: string;
  /** Address of the emulator: `http://127.0.0.1:5000`. */
  readonly endpoint: string;
  /** The platform's account, which is to be the emulator's. */
  readonly account: string;
  /** Folder with the AWS provider ("Provider Installation", filesystem_mirror). @default - Terraform's registry */
  readonly mirror?: string;
  /** Terraform processes at a time. @default 2 */
  readonly jobs?: number;
  /** How long a stack may take in Terraform, in seconds. @default 300 - the provider waits three minutes for any database instance */
  readonly timeoutSeconds?: number;
}

export interface EngineRunOptions {
  /** Folder that cdktf synthesized into. It is only read. */
  readonly out: string;
  readonly mode: Mode;
  /** Names of the stacks to run. @default - all */
  readonly only?: readonly string[];
  /** Regions that answer nothing in this run; `global` for services without Regions. @default [] */
  readonly dead?: readonly string[];
  /** Types to leave out, besides what the emulator is known not to do. @default [] */
  readonly leaveOut?: readonly string[];
  readonly variables?: Readonly<Record<string, VariableValue>>;
  /** Once aborted, Terraform is asked to end, and nothing more is begun. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: LabEvent) => void;
}

/** The real AWS provider before an emulator of AWS's API, with the same stacks and the same results as the simulated AWS. */
export class Engine {
  private constructor(
    private readonly options: EngineOptions,
    readonly terraform: TerraformVersion,
    readonly emulator: Emulator,
    readonly provider: ProviderVersion,
    private readonly gateway: Gateway,
  ) {}

  static async open(options: EngineOptions): Promise<Engine> {
    mkdirSync(options.workDir, { recursive: true });
    const provider = providerIn(options.mirror);
    const version = await terraformVersion(cleanEnvironment());
    const emulator = await findEmulator(options.endpoint, options.account);
    return new Engine(options, version, emulator, provider, new Gateway({ endpoint: emulator.endpoint, emulator }));
  }

  async close(): Promise<void> {
    await this.gateway.close();
  }

  /** Runs the stacks in dependency order. One run at a time. */
  async run({
    out,
    mode,
    only,
    dead = [],
    leaveOut = [],
    variables,
    signal,
    onEvent = () => {},
  }: EngineRunOptions): Promise<EngineRun> {
    const began = performance.now();
    const { options, emulator, provider, gateway } = this;
    const all = readManifest(out);
    const stacks = chosenStacks(all, only);
    gateway.begin(dead);
    if (mode !== 'validate') await this.#makeExpected(all);
    const env = this.#environment(variables);
    const schema = provider.fits ? undefined : await this.#schema(env);

    const slots = new Slots(options.jobs ?? 2);
    const running = new Map<string, RunningStack>();
    const findings = new Map<string, Findings>();
    const lost = new Set<string>();
    for (const [place, stack] of stacks.entries()) {
      const address = await gateway.addressFor(stack.name);
      const found: Findings = { leftOut: [], unknown: [], drift: [] };
      findings.set(stack.name, found);
      running.set(
        stack.name,
        startStack(
          {
            stack,
            place,
            dir: path.join(options.workDir, 'stacks', stack.name),
            mode,
            env: { ...env, AWS_ENDPOINT_URL: address },
            planArgs: [],
            slots,
            calls: () =>
              gateway
                .calls()
                .filter((call) => call.stack === stack.name)
                .map(asCall),
            signal,
            terraform: undefined,
            ready: () => (mode === 'apply' ? firstFailed(stack, running) : Promise.resolve(undefined)),
            onEvent,
          },
          engineCourse({
            emulator: emulator.kind,
            address,
            provider,
            schema,
            omissions: leaveOut.map((type) => ({ type, why: 'asked for with --leave-out' })),
            timeoutSeconds: options.timeoutSeconds ?? 300,
            bucketExists: (bucket, region) => bucketExists(emulator.endpoint, options.account, bucket, region),
            findings: found,
            lost,
          }),
        ),
      );
    }
    const runs = await Promise.all([...running.values()].map(({ finished }) => finished));
    return {
      mode,
      passed: runs.every(({ outcome }) => outcome === 'passed'),
      stacks: runs,
      planned: totalOf(runs.flatMap(({ planned }) => planned ?? [])),
      calls: callCounts(gateway.calls().map(asCall)),
      seconds: (performance.now() - began) / 1000,
      stack: (name) => {
        const run = runs.find(({ stack }) => stack === name);
        if (!run) throw new Error(`No stack "${name}" was run.`);
        return run;
      },
      provider,
      emulator: { name: emulator.name, endpoint: emulator.endpoint.origin },
      findings,
      mended: gateway.mended(),
    };
  }

  /** A config may name buckets and zones that are there already; in an emulator none is. */
  async #makeExpected(stacks: readonly SynthesizedStack[]): Promise<void> {
    const { endpoint } = this.emulator;
    const { account } = this.options;
    const parsed = stacks.map(({ file }) => JSON.parse(readFileSync(file, 'utf8')) as StackJson);
    const made = new Set(
      parsed.flatMap((stack) =>
        entriesIn(stack).flatMap(({ type, block }) => (type === 'aws_s3_bucket' ? [block.bucket] : [])),
      ),
    );
    for (const { terraform: settings } of parsed) {
      const { bucket, region } = settings?.backend?.s3 ?? {};
      if (typeof bucket !== 'string' || typeof region !== 'string' || made.has(bucket)) continue;
      if (!(await bucketExists(endpoint, account, bucket, region))) await makeBucket(endpoint, account, bucket, region);
    }
    for (const zone of expectedZones(parsed)) await makeZone(endpoint, account, zone);
  }

  #environment(variables: EngineRunOptions['variables']): NodeJS.ProcessEnv {
    const { workDir, mirror, account } = this.options;
    const plugins = path.join(workDir, 'plugins');
    if (mirror === undefined) mkdirSync(plugins, { recursive: true });
    return {
      ...cleanEnvironment(variables),
      TF_CLI_CONFIG_FILE: cliConfig(path.join(workDir, 'terraform.rc'), mirror),
      // Downloaded once, not once a stack.
      ...(mirror === undefined && { TF_PLUGIN_CACHE_DIR: plugins }),
      AWS_ACCESS_KEY_ID: account, // some emulators take the account from it
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: path.join(workDir, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(workDir, 'none'),
      NO_PROXY: '127.0.0.1',
      no_proxy: '127.0.0.1',
    };
  }

  /** What the provider knows; asked once for each version. */
  async #schema(env: NodeJS.ProcessEnv): Promise<ProviderSchema> {
    const { version } = this.provider;
    const dir = path.join(this.options.workDir, `schema-${version}`);
    const file = path.join(dir, 'schema.json');
    if (!existsSync(file)) {
      mkdirSync(dir, { recursive: true });
      const aws = { source: 'hashicorp/aws', version };
      writeFileSync(path.join(dir, 'main.tf.json'), JSON.stringify({ terraform: { required_providers: { aws } } }));
      let said = '';
      for (const args of [
        ['init', '-no-color', '-input=false'],
        ['providers', 'schema', '-json'],
      ]) {
        const finished = await terraform(dir, args, env);
        if (finished.status !== 0) throw new TerraformError(args[0] ?? '', finished);
        said = finished.stdout;
      }
      writeFileSync(file, said);
    }
    const { provider_schemas: schemas } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly provider_schemas: Readonly<Record<string, ProviderSchema>>;
    };
    return Object.values(schemas)[0] as ProviderSchema;
  }
}

export const openEngine = (options: EngineOptions): Promise<Engine> => Engine.open(options);

/** A request in the terms in which the simulated AWS logs its own. */
function asCall({ service, action, region, stack, at }: ApiCall): Call {
  return { op: operationOf(action), region, via: region, name: `${service}:${action}`, stack, at };
}

function operationOf(action: string): Operation {
  if (/^(Get|List|Describe|Head|GET|HEAD)/.test(action)) return 'Read';
  if (/^(Delete|DELETE|Remove|Detach|Disassociate|Revoke|Schedule)/.test(action)) return 'Delete';
  return /^(Create|Run|Replicate|Allocate|Import)/.test(action) ? 'Create' : 'Update';
}
