import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Platform } from '../../config';
import { type ClientAnswer, type ClientRequest, request } from './client';
import { Deployment } from './deployment';
import { DEFAULT_DELAY, type ReplicationDelay } from './dynamodb/replication';
import { DynamoService } from './dynamodb/service';
import { AwsGateway, secretOf } from './gateway';
import { type Latency, Links } from './links';
import { RegionProcess } from './runtime/region-process';
import { CALLER_HEADER } from './runtime/spec';
import { TokenIssuer } from './runtime/users';
import { Buckets } from './s3/objects';
import { ObjectReplication } from './s3/replication';
import { S3Service } from './s3/service';
import { routingTables } from './tables';

export interface LabOptions {
  /** With a routing layer and photos. Its active Regions are started. */
  readonly platform: Platform;
  /** Between the Regions' tables and buckets. @default 50 to 600 ms */
  readonly delay?: ReplicationDelay;
  /** Of messages between Regions, one way. @default 15 to 60 ms */
  readonly latency?: Latency;
  /** Variables that a Region's functions are told otherwise, by Region: a deployment that went wrong. @default none */
  readonly misconfigured?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const OPERATOR = 'arn:aws:sts::111122223333:assumed-role/operator/drill';

/** The routing layer in several Regions on this machine: the deployed code over HTTP, and an AWS that can lose Regions. */
export class RegionsLab {
  readonly deployment: Deployment;
  readonly links: Links;
  readonly buckets = new Buckets();
  readonly dynamodb: DynamoService;
  readonly objects: ObjectReplication;
  readonly gateway: AwsGateway;
  readonly #issuers: ReadonlyMap<string, TokenIssuer>;
  readonly #processes = new Map<string, RegionProcess>();
  readonly #dir = mkdtempSync(path.join(tmpdir(), 'regions-'));

  private constructor(private readonly options: LabOptions) {
    const { platform, delay = DEFAULT_DELAY, latency } = options;
    this.deployment = new Deployment(platform);
    const { regions, allRegions, routing } = this.deployment;
    this.links = new Links(latency);
    const { strong, ...tables } = routingTables(this.deployment.tables);
    this.dynamodb = new DynamoService({
      ...tables,
      regions,
      links: this.links,
      delay,
      strong: { regions: routing.registerRegions, tables: strong },
    });
    const buckets = regions.map((region) => this.deployment.bucketIn(region));
    for (const region of regions) this.buckets.create(this.deployment.bucketIn(region), region);
    this.objects = new ObjectReplication(this.buckets, buckets, this.links, delay);
    this.gateway = new AwsGateway({
      regions: allRegions,
      links: this.links,
      dynamodb: this.dynamodb,
      s3: new S3Service(this.buckets, secretOf),
      functionsIn: (region) => this.addressOf(region),
    });
    this.#issuers = new Map(regions.map((region) => [region, new TokenIssuer(region)]));
  }

  /** Starts every Region. Close it, or its processes stay until this one ends. */
  static async start(options: LabOptions): Promise<RegionsLab> {
    const lab = new RegionsLab(options);
    try {
      await lab.#start();
      return lab;
    } catch (error) {
      await lab.close();
      throw error;
    }
  }

  async #start(): Promise<void> {
    const { deployment } = this;
    await this.dynamodb.start();
    const endpoint = await this.gateway.start();
    const files = deployment.writeBundles(this.#dir);
    for (const region of deployment.regions) {
      for (const issuer of this.#issuers.values())
        await this.dynamodb.tablesIn(region).replicate(deployment.tables.directory, {}, poolItem(issuer));
      const environment = deployment.environment(region, endpoint);
      const spec = deployment.spec(region, files, this.#issuerIn(region), this.options.misconfigured?.[region]);
      this.#processes.set(region, new RegionProcess(spec, environment));
    }
    await Promise.all([...this.#processes.values()].map((each) => each.start()));
  }

  /** Where a Region's functions listen; nothing while they do not run. */
  addressOf(region: string): string | undefined {
    return this.#processes.get(region)?.address;
  }

  /** What a Region's functions wrote, the last lines of it. */
  logOf(region: string): readonly string[] {
    return this.#processes.get(region)?.log ?? [];
  }

  /** A Region ends without a word: functions, tables, buckets. What was stored is there again when it returns. */
  async kill(region: string): Promise<void> {
    this.links.kill(region);
    await this.#processes.get(region)?.kill();
  }

  async revive(region: string): Promise<void> {
    this.links.revive(region);
    await this.#processes.get(region)?.start();
  }

  /** The Region runs on, its clients reach it, and nothing passes between it and the others. */
  isolate(region: string): void {
    this.links.isolate(region, this.deployment.allRegions);
  }

  /** Every cut ends. */
  heal(): void {
    this.links.heal();
  }

  /** A client's request as a signed-in user. @throws NoAnswer */
  asUser(region: string, gid: string, path: string, asked: ClientRequest = {}, pool = region): Promise<ClientAnswer> {
    const token = this.tokenOf(pool, gid);
    return request(this.addressOf(region), path, {
      ...asked,
      headers: { ...asked.headers, authorization: `Bearer ${token}` },
    });
  }

  /** An operator's request. @throws NoAnswer */
  asOperator(region: string, path: string, asked: ClientRequest = {}): Promise<ClientAnswer> {
    return request(this.addressOf(region), path, {
      ...asked,
      headers: { ...asked.headers, [CALLER_HEADER]: OPERATOR },
    });
  }

  /** Calls a function as `aws lambda invoke` does. @param what - `state-updater` @throws NoAnswer */
  async invoke(region: string, what: string, event: unknown, timeoutMs = 60_000): Promise<unknown> {
    const name = this.#processes.get(region)?.spec.functions.find((each) => each.what === what)?.name;
    const path = `/2015-03-31/functions/${name}/invocations`;
    const { body } = await request(this.addressOf(region), path, { method: 'POST', body: event, timeoutMs });
    return body;
  }

  /** A token of a Region's pool. */
  tokenOf(region: string, gid: string): string {
    return this.#issuerIn(region).token(gid);
  }

  /** Returns once all that was written is in every Region that lives. */
  async replicated(): Promise<void> {
    while (this.dynamodb.replication.pending + this.objects.pending > 0)
      await new Promise((resolve) => setTimeout(resolve, 10));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#processes.values()].map((each) => each.kill()));
    this.objects.close();
    this.dynamodb.close();
    await this.gateway.close();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  #issuerIn(region: string): TokenIssuer {
    const issuer = this.#issuers.get(region);
    if (!issuer)
      throw new Error(`${region} has no pool. Those of this lab are in ${[...this.#issuers.keys()].join(', ')}.`);
    return issuer;
  }
}

/** A pool as the directory holds it: what each Region's own functions announce of theirs. */
const poolItem = ({ region, issuer, clientId, keys }: TokenIssuer) => ({
  pk: { S: `JWKS#${region}` },
  sk: { S: 'JWKS' },
  region: { S: region },
  issuer: { S: issuer },
  clientIds: { L: [{ S: clientId }] },
  jwks: { S: JSON.stringify({ keys }) },
  fetchedAt: { N: String(Date.now()) },
});
