import { initialRecord, type RoutingLayout, type StateRecord } from '../../../lambdas/shared/record';

export const LAYOUT: RoutingLayout = {
  pattern: 'active-passive',
  regions: ['us-east-1', 'eu-west-1', 'ap-southeast-2'],
  primary: 'us-east-1',
};

export const ORDERS = { app: 'orders' } as const;

/** A record with what matters to a test, and the rest as a change at epoch 4 would leave it. */
export const recordWith = (part: Partial<StateRecord>): StateRecord => ({
  ...initialRecord(LAYOUT),
  epoch: 4,
  tid: 'tid-4',
  at: 1_700_000_000_000,
  by: 'us-east-1',
  change: { from: { epoch: 3, state: 'fenced', writers: [] }, confirmed: [], waitedMs: 0, tookMs: 0 },
  ...part,
});

export const ACTIVE = recordWith({ state: 'active', writers: ['us-east-1'], serving: 'us-east-1' });
export const FENCED = recordWith({
  state: 'fenced',
  writers: [],
  serving: 'us-east-1',
  drain: [{ region: 'us-east-1', sinceMs: 1_700_000_000_000 }],
});
export const IN_EUROPE = recordWith({ state: 'failover', writers: ['eu-west-1'], serving: 'eu-west-1' });
