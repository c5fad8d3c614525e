import { createControlApi } from '../../../lambdas/control-api/api';
import type { Replica } from '../../../lambdas/reconcile/compare';
import { readOnly } from '../../../lambdas/reconcile/read-only-register';
import type { ReconcileEvent, ReconcileRun, ReconcileRuns } from '../../../lambdas/reconcile/run';
import { createReconcile } from '../../../lambdas/reconcile/runner';
import { ConditionFailed } from '../../../lambdas/shared/failures';
import type { Item, ItemKey } from '../../../lambdas/shared/ports';
import { type Scope, scopeKey } from '../../../lambdas/shared/record';
import { Register } from '../../../lambdas/shared/register';
import { MemoryContent, MemoryFence, MemoryObjects } from '../photos-api/memory';
import { apiEvent } from '../shared/api-event';
import { ControlWorld } from '../shared/control-world';

export const ARN = 'arn:aws:sts::111122223333:assumed-role/operator/ann';
export const [US, EU] = ['us-east-1', 'eu-west-1'] as const;
export const HASH = 'ab'.repeat(32);
export const HASH64 = Buffer.from(HASH, 'hex').toString('base64');

export class MemoryRuns implements ReconcileRuns {
  public readonly runs = new Map<string, ReconcileRun>();

  public async read(scope: Scope): Promise<ReconcileRun | undefined> {
    return this.runs.get(scopeKey(scope));
  }

  public async write(scope: Scope, run: ReconcileRun): Promise<void> {
    const stored = this.runs.get(scopeKey(scope));
    if ((stored?.revision ?? -1) !== run.revision - 1) throw new ConditionFailed('revision');
    this.runs.set(scopeKey(scope), JSON.parse(JSON.stringify(run)));
  }
}

/** A bucket that lists from where it is told. */
export class MemoryBucket extends MemoryObjects {
  public override async list(
    prefix = '',
    after = '',
  ): Promise<{ readonly keys: readonly string[]; readonly next?: string }> {
    return { keys: [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort() };
  }
}

export const item = (pk: string, sk: string, wr: string, ep: number, more: Item = {}): Item & ItemKey => ({
  pk,
  sk,
  wr,
  ep,
  originPk: `${wr}#${ep}#${(pk.length + sk.length) % 8}`,
  originSk: `${pk} ${sk}`,
  ...more,
});
export const ULID = '01JD0000000000000000000000';
export const photo = (wr: string, ep: number, status = 'ready'): Item & ItemKey =>
  item(`PHOTO#${ULID}`, 'META', wr, ep, {
    id: ULID,
    status,
    ownerId: 'u',
    objectKey: `photos/${ULID}`,
    size: 5,
    sha256: HASH,
    contentType: 'image/png',
    createdAt: '2026-11-20T00:00:00.000Z',
  });

export const start = async (regions: readonly string[] = [US, EU]) => {
  const world = new ControlWorld({ regions });
  await world.update(EU, { AppId: 'orders', TableName: 'orders-prod-control', NewState: 'failover' });
  const replicas = new Map(
    regions.map((region) => [region, { content: new MemoryContent(new MemoryFence()), objects: new MemoryBucket() }]),
  );
  const of = (region: string) => {
    const replica = replicas.get(region);
    if (replica === undefined) throw new Error(region);
    return replica;
  };
  const runs = new MemoryRuns();
  const control = world.control(EU);
  const started: ReconcileEvent[] = [];
  const reconcile = createReconcile({
    environment: control.environment,
    register: new Register({
      store: readOnly(world.register),
      endpoints: control.environment.controlRegions,
      layoutOf: control.layoutOf,
      clock: world.clock,
      random: control.random,
    }),
    runs,
    replicaIn: (region): Replica => ({ region, ...of(region) }),
    clock: world.clock,
    log: control.log,
    metrics: control.metrics,
  });
  const api = createControlApi(control, {
    allowedOrigins: [],
    endpoints: new Map(),
    userPool: undefined,
    reconcile: {
      runs,
      start: async (event) => {
        started.push(event);
      },
    },
  });
  const call = async (method: string, body?: unknown) => {
    const answer = await api(
      apiEvent(method, '/v1/reconcile/orders', { arn: ARN, ...(body === undefined ? {} : { body }) }),
    );
    return { status: answer.statusCode, epoch: answer.headers['x-meridian-epoch'], body: JSON.parse(answer.body) };
  };
  const run = async (body?: unknown, context?: unknown) => {
    await call('POST', body);
    const event = started.at(-1);
    if (event === undefined) throw new Error('nothing was started');
    await reconcile(event, context);
    return (await call('GET')).body;
  };
  return { world, of, runs, started, reconcile, call, run };
};
