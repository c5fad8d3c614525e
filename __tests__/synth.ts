import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { type RegionName, regionFacts } from '../config/catalog';
import { parsePlatform } from '../config/parse';
import type { Platform } from '../config/platform';
import type { PlatformConfig } from '../config/schema';
import { buildStacks } from '../stacks/platform-app';

export const ACCOUNT = '111122223333';

/** One of each thing, in three Regions; what a test gives replaces it key by key. */
export const BASE: PlatformConfig = {
  name: 'orders',
  environment: 'prod',
  account: ACCOUNT,
  regions: ['us-east-1', 'eu-west-1', 'ap-southeast-2'],
  home: 'us-east-1',
  buckets: { objects: {} },
  databases: {
    main: { engine: 'postgres', engineVersion: '17', instanceClass: 'db.r7g.large', allocatedStorageGiB: 100 },
  },
  tables: { sessions: { hashKey: 'pk', rangeKey: 'sk', ttl: 'expiresAt' } },
};

/** Arguments of a block, as Terraform reads them. */
export type Arguments = Readonly<Record<string, unknown>>;

/** A block of a stack, without cdktf's metadata. */
export interface Block<A extends object = Arguments> {
  /** `aws_s3_bucket.objects`. */
  readonly address: string;
  readonly type: string;
  readonly args: Readonly<A>;
}

type Section = Readonly<Record<string, Readonly<Record<string, Arguments>>>>;

interface StackJson {
  readonly terraform: Arguments & { readonly backend: Readonly<Record<string, Arguments>> };
  readonly provider?: Readonly<Record<string, readonly Arguments[]>>;
  readonly resource?: Section;
  readonly data?: Section;
  readonly ephemeral?: Section;
  readonly output?: Readonly<Record<string, { readonly value: unknown; readonly description?: string }>>;
  readonly variable?: Readonly<Record<string, Arguments>>;
  readonly removed?: readonly Arguments[];
  readonly import?: readonly { readonly to: string; readonly id: string }[];
}

/** One synthesized stack. */
export class SynthesizedJson {
  readonly json: StackJson;

  constructor(
    readonly name: string,
    /** The file, byte for byte. */
    readonly text: string,
  ) {
    this.json = JSON.parse(text) as StackJson;
  }

  /** Resources, of one type or of all; a test that reads their arguments gives the shape that it expects. */
  resources<A extends object = Arguments>(type?: string): Block<A>[] {
    return blocksOf<A>(this.json.resource, type);
  }

  data<A extends object = Arguments>(type?: string): Block<A>[] {
    return blocksOf<A>(this.json.data, type);
  }

  ephemerals(type?: string): Block[] {
    return blocksOf(this.json.ephemeral, type);
  }

  /** The arguments of the only resource of a type. */
  only<A extends object = Arguments>(type: string): Readonly<A> {
    const [first, ...others] = this.resources<A>(type);
    if (!first || others.length > 0) throw new Error(`${this.name} has ${others.length + (first ? 1 : 0)} ${type}`);
    return first.args;
  }

  /** The arguments of the resource at an address. */
  at<A extends object = Arguments>(address: string): Readonly<A> {
    const found = this.resources<A>().find((resource) => resource.address === address);
    if (!found) throw new Error(`${this.name} has no ${address}, only ${this.addresses.join(', ')}`);
    return found.args;
  }

  /** Addresses of all resources, sorted. */
  get addresses(): string[] {
    return this.resources()
      .map(({ address }) => address)
      .sort();
  }

  /** How many resources there are of each type. */
  get counts(): Record<string, number> {
    return Object.fromEntries(
      Object.entries(this.json.resource ?? {}).map(([type, named]) => [type, Object.keys(named).length]),
    );
  }

  get providers(): readonly Arguments[] {
    return this.json.provider?.aws ?? [];
  }

  get backend(): Readonly<Record<string, Arguments>> {
    return this.json.terraform.backend;
  }

  get outputs(): NonNullable<StackJson['output']> {
    return this.json.output ?? {};
  }
}

/** A policy as an object; its references stand as they are. */
export const policyIn = (text: unknown): { readonly Statement: readonly Statement[] } =>
  JSON.parse(String(text).replace(/\$\{.*?\}(?=")/g, (reference) => reference.replaceAll('"', "'")));

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, unknown>>;
}

const blocksOf = <A extends object>(section: Section = {}, only?: string): Block<A>[] =>
  Object.entries(section)
    .filter(([type]) => only === undefined || type === only)
    .flatMap(([type, named]) =>
      Object.entries(named).map(([name, { '//': _metadata, ...args }]) => ({
        address: `${type}.${name}`,
        type,
        args: args as unknown as A,
      })),
    );

/** All stacks of a platform, from one app. */
export class SynthesizedPlatform {
  readonly stacks: ReadonlyMap<string, SynthesizedJson>;

  constructor(
    readonly platform: Platform,
    /** Every file of the output folder, by its path in it. */
    readonly files: ReadonlyMap<string, string>,
  ) {
    this.stacks = new Map(
      [...files].flatMap(([path, text]) => {
        const name = /^stacks\/(.+)\/cdk\.tf\.json$/.exec(path)?.[1];
        return name === undefined ? [] : [[name, new SynthesizedJson(name, text)] as const];
      }),
    );
  }

  stack(name: string): SynthesizedJson {
    const stack = this.stacks.get(name);
    if (!stack) throw new Error(`no stack ${name}, only ${[...this.stacks.keys()].join(', ')}`);
    return stack;
  }

  region(region: RegionName): SynthesizedJson {
    return this.stack(`region-${region}`);
  }

  /** The stacks of single Regions. */
  get regionStacks(): SynthesizedJson[] {
    return [...this.stacks.values()].filter(({ name }) => name.startsWith('region-'));
  }

  /** Which stacks each stack waits for, as cdktf's own manifest has it. */
  get dependencies(): Record<string, string[]> {
    const { stacks } = JSON.parse(this.files.get('manifest.json') ?? '{}') as {
      stacks: Record<string, { dependencies: string[] }>;
    };
    return Object.fromEntries(
      Object.entries(stacks).map(([name, { dependencies }]) => [name, [...dependencies].sort()]),
    );
  }
}

/** Keys in place of those of `BASE`; `undefined` leaves one out. */
export type ConfigOverBase = { readonly [K in keyof PlatformConfig]?: PlatformConfig[K] | undefined };

/** The platform of a config over `BASE`. */
export function platformOf(config: ConfigOverBase): Platform {
  const parsed = parsePlatform({ ...BASE, ...config });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems, null, 2));
  return parsed.platform;
}

/** Synthesizes a config over `BASE`, anew. */
export const synthAnew = (config: ConfigOverBase): SynthesizedPlatform => synthesizedFrom(platformOf(config));

/** Synthesizes a platform. */
export const synthesizedFrom = (platform: Platform): SynthesizedPlatform =>
  new SynthesizedPlatform(
    platform,
    filesOf((app) => buildStacks(app, platform)),
  );

const synthesized = new Map<string, SynthesizedPlatform>();

/** Synthesizes a config over `BASE`; the same config once in each test file. */
export function synthPlatform(config: ConfigOverBase = {}): SynthesizedPlatform {
  const key = JSON.stringify(config, (_key, value) => (value === undefined ? 'left out' : value));
  const known = synthesized.get(key) ?? synthAnew(config);
  synthesized.set(key, known);
  return known;
}

/** An AWS provider of one's own, as another CDKTF app has it; the same for the same Region. */
export type ProviderIn = (region: RegionName) => AwsProvider;

/**
 * Puts constructs into a plain stack named `t` of another CDKTF app, and synthesizes it. The hashes that cdktf puts at the
 * end of names are cut off.
 */
export function synthConstruct(build: (stack: TerraformStack, providerIn: ProviderIn) => void): SynthesizedJson {
  const files = filesOf((app) => {
    const stack = new TerraformStack(app, 't');
    const providers = new Map<RegionName, AwsProvider>();
    build(stack, (region) => {
      const provider =
        providers.get(region) ?? new AwsProvider(stack, `aws-${region}`, { region, alias: regionFacts(region).code });
      providers.set(region, provider);
      return provider;
    });
  });
  return new SynthesizedJson('t', (files.get('stacks/t/cdk.tf.json') ?? '').replace(/_[0-9A-F]{8}\b/g, ''));
}

function filesOf(build: (app: App) => void): Map<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'synth-'));
  const { stackTraceLimit } = Error;
  // cdktf keeps a stack trace for each reference; mapping them all to TypeScript takes longer than the rest of the synth.
  Error.stackTraceLimit = 0;
  try {
    const app = new App({ outdir });
    build(app);
    app.synth();
    const paths = readdirSync(outdir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(outdir.length + 1))
      .sort();
    return new Map(paths.map((path) => [path, readFileSync(join(outdir, path), 'utf8')]));
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    rmSync(outdir, { recursive: true });
  }
}
