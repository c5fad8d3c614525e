import type { Seen } from '../../../cli/drill/laws/law';
import { NOTHING_EXISTS } from '../../../cli/drill/snapshot';
import type { Call, Stored } from '../../../lab/provider';
import type { Change, StackRun } from '../../../lab/runner';
import { platformOf } from '../../synth';

/** A stack's run that went well and had nothing to do. */
export const run = (stack: string, more: Partial<StackRun> = {}): StackRun => ({
  stack,
  outcome: 'passed',
  planned: { add: 0, change: 0, replace: 0, destroy: 0, forget: 0, import: 0 },
  changes: [],
  outputChanges: [],
  empty: (more.changes ?? []).length === 0,
  applied: true,
  settled: true,
  unsettled: [],
  calls: {},
  callList: [],
  seconds: 0,
  dir: '',
  ...more,
});

/** `change('update aws_x.y eu-west-1')`. */
export function change(text: string, more: Partial<Change> = {}): Change {
  const [action = '', address = '', region] = text.split(' ');
  const actions: Record<string, Change['actions']> = { replace: ['delete', 'create'], import: ['no-op'] };
  return {
    address,
    type: address.split('.')[0] ?? '',
    actions: actions[action] ?? [action as Change['actions'][number]],
    ...(region !== undefined && { region }),
    ...(action === 'import' && { importId: 'some-id' }),
    replacePaths: [],
    changed: [],
    before: null,
    after: null,
    ...more,
  };
}

export const call = (op: Call['op'], region: string, more: Partial<Call> = {}): Call => ({
  op,
  region,
  via: region,
  stack: 'foundation',
  at: 0,
  ...more,
});

export const stored = (type: string, region: string, state: Stored['state']): Stored => ({ type, region, state });

export function seen(stacks: readonly StackRun[], more: Partial<Seen> = {}): Seen {
  const platform = more.platform ?? platformOf({});
  return { stacks, platform, previous: platform, before: NOTHING_EXISTS, after: NOTHING_EXISTS, ...more };
}
