import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createPhotosApi } from '../../../lambdas/photos-api/api';
import type { PhotosDependencies } from '../../../lambdas/photos-api/dependencies';
import { createWrites } from '../../../lambdas/photos-api/writes';
import type { ApiResult } from '../../../lambdas/shared/http';
import type { Log } from '../../../lambdas/shared/log';
import type { MetricSink } from '../../../lambdas/shared/metrics';
import type { Pattern, StateRecord } from '../../../lambdas/shared/record';
import { createUserPlane, type UserPlane } from '../../../lambdas/shared/user-plane';
import { type ApiEventOptions, apiEvent } from '../shared/api-event';
import { SILENT } from '../shared/captured-log';
import { ManualClock, MemoryContent, MemoryFence, MemoryObjects, MemoryRegister } from './memory';

export const START_MS = Date.UTC(2026, 10, 20, 12);
export const SCOPE = { app: 'orders' };
export const ANA = '11111111-1111-4111-8111-111111111111';
export const BEN = '22222222-2222-4222-8222-222222222222';

export const NO_METRICS: MetricSink = { add: () => undefined };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Parsed; a test reads whatever it expects in it. */
  readonly body: ReturnType<typeof JSON.parse>;
}

/** One Region with its own tables and bucket, running the shipped lease, fence and handler. */
export class TestRegion {
  public readonly fence = new MemoryFence();
  public readonly content = new MemoryContent(this.fence);
  public readonly objects = new MemoryObjects();
  public readonly plane: UserPlane;
  public readonly dependencies: PhotosDependencies;
  public readonly handler: (event: unknown, context?: unknown) => Promise<ApiResult>;

  constructor(
    public readonly name: string,
    register: MemoryRegister,
    public readonly clock: ManualClock,
    options: { readonly pattern?: Pattern; readonly log?: Log; readonly metrics?: MetricSink } = {},
  ) {
    const { log = SILENT, metrics = NO_METRICS, pattern = 'active-passive' } = options;
    this.plane = createUserPlane({
      environment: {
        region: name,
        app: SCOPE.app,
        zone: undefined,
        pattern,
        primary: 'us-east-1',
        controlTable: 'control',
        controlRegions: ['us-east-1'],
        fenceTable: 'fence',
        leaseSeconds: 6,
        fenceShards: 4,
        contentTable: 'content',
      },
      register,
      fence: this.fence,
      content: this.content,
      clock,
      random: { uuid: randomUUID, below: (limit) => Math.floor(Math.random() * limit) },
      log,
      metrics,
    });
    const { scope, lease, writer } = this.plane;
    const nowMs = (): number => clock.wallMs();
    this.dependencies = {
      region: name,
      content: this.content,
      objects: this.objects,
      writes: createWrites({
        scope,
        lease,
        writer,
        metrics,
        nowMs,
        urlOf: (region) => `https://api.${region}.example.com`,
      }),
      nowMs,
      entropy: () => randomBytes(10),
      allowedOrigins: ['https://app.example.com'],
      log,
    };
    this.handler = createPhotosApi(this.dependencies);
  }

  /** A call by a signed-in user, as API Gateway hands it on. */
  public async call(
    method: string,
    path: string,
    options: ApiEventOptions & { readonly as?: string } = {},
  ): Promise<Answer> {
    const { as = ANA, ...rest } = options;
    const claims = { gid: as, expiresAt: this.clock.wallMs() / 1000 + 3600, poolRegion: 'us-east-1' };
    return this.send(apiEvent(method, path, { claims, ...rest }));
  }

  public async send(event: unknown): Promise<Answer> {
    const { statusCode, headers, body } = await this.handler(event);
    return { status: statusCode, headers, text: body, body: body === '' ? undefined : JSON.parse(body) };
  }

  /** Announces a photo, uploads it and completes it. @returns its id */
  public async photo(bytes: Buffer = randomBytes(32), as = ANA): Promise<string> {
    const announced = await this.call('POST', '/v1/photos', { as, headers: key(), body: termsOf(bytes) });
    if (announced.status !== 201) throw new Error(announced.text);
    this.objects.upload(announced.body.upload.url, bytes, 'image/png');
    const completed = await this.call('POST', `/v1/photos/${announced.body.id}/complete`, { as });
    if (completed.status !== 200) throw new Error(completed.text);
    return announced.body.id;
  }

  /** Brings over what another Region's table and bucket hold, as replication does. */
  public replicateFrom(other: TestRegion): void {
    for (const item of other.content.items.values()) this.content.put(item);
    for (const [name, facts] of other.objects.objects) this.objects.objects.set(name, facts);
  }
}

/** What a client announces of a picture. */
export const termsOf = (bytes: Buffer, alt?: string): Record<string, unknown> => ({
  contentType: 'image/png',
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  ...(alt === undefined ? {} : { alt }),
});

/** An `Idempotency-Key` of its own. */
export const key = (value: string = randomUUID()): Record<string, string> => ({ 'idempotency-key': value });

/** Two Regions, of which the first writes. */
export function twoRegions(options: ConstructorParameters<typeof TestRegion>[3] = {}): {
  readonly register: MemoryRegister;
  readonly clock: ManualClock;
  readonly home: TestRegion;
  readonly other: TestRegion;
  move(state: StateRecord['state'], writers: readonly string[]): void;
} {
  const register = new MemoryRegister();
  const clock = new ManualClock(START_MS);
  const home = new TestRegion('us-east-1', register, clock, options);
  const other = new TestRegion('eu-west-1', register, clock, options);
  let epoch = 0;
  return {
    register,
    clock,
    home,
    other,
    move(state, writers) {
      epoch += 1;
      const change = {
        from: { epoch: epoch - 1, state: 'active' as const, writers: [] },
        confirmed: [],
        waitedMs: 0,
        tookMs: 0,
      };
      register.records.set('APP#orders', {
        epoch,
        state,
        writers,
        serving: writers[0] ?? 'us-east-1',
        primary: 'us-east-1',
        drain: [],
        tid: `t${epoch}`,
        at: clock.wallMs(),
        by: 'us-east-1',
        change,
      });
      // The old leases end, as they do before anyone opens another Region.
      clock.nowMs += 10_000;
    },
  };
}
