import { initialRecord, type Region, type Scope, scopeName } from '../../lambdas/shared/record';
import { violations } from './invariants';
import { type AppliedWrite, seconds } from './ledger';
import { ask } from './operator';
import type { Protection } from './protections';
import type { Incident, Schedule, Who } from './schedule';
import { type RegisterOf, WORST_DRIFT, World } from './world';

export interface RunOptions {
  /** Switched off. @default - none */
  readonly without?: readonly Protection[];
  /** A worse register in the place of the real one. @default - the linearizable one */
  readonly register?: RegisterOf;
}

export interface RunResult {
  /** What did not hold, in words; empty where all did. */
  readonly violations: readonly string[];
  readonly writes: number;
  readonly commits: number;
  /** How many requests were done, refused and so on. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Everything is mended by then. */
const MENDED_MS = 36_000;
/** The latest of late messages has arrived by then, and every lease of before has ended. */
const QUIET_MS = 60_000;
/** In between little is written; before the last move users are back. */
const BUSY_AGAIN_MS = 56_500;
/** What is asked for then has ended by this moment. */
const SETTLED_MS = 78_000;
/** After a move a write is accepted within so long. */
const ACCEPTED_MS = 5000;
const LOOK_MS = 250;

/** Plays a schedule and judges what happened. The same schedule gives the same result. */
export async function run(schedule: Schedule, { without = [], register }: RunOptions = {}): Promise<RunResult> {
  const world = new World(schedule, without, register);
  const { timeline, network, ledger } = world;
  const mend: (() => void)[] = [];
  for (const incident of schedule.incidents)
    timeline.after(incident.atMs, () => {
      const end = begin(world, incident);
      if (end === undefined || !('forMs' in incident)) return;
      mend.push(end);
      timeline.after(incident.forMs, end);
    });
  await timeline.runUntil(MENDED_MS);
  for (const end of mend) end();
  network.calm();
  world.everyMs = 4000;
  await timeline.runUntil(BUSY_AGAIN_MS);
  world.everyMs = 700;
  await timeline.runUntil(QUIET_MS);
  const found: string[] = [];
  for (const scope of world.scopes)
    timeline.after(0, () => void settle(world, scope).then((text) => found.push(...text)));
  while (found.length < world.scopes.length && timeline.nowMs < SETTLED_MS)
    await timeline.runUntil(timeline.nowMs + LOOK_MS);
  if (found.length !== world.scopes.length) found.push('I7 the last request never ended');

  const scopes = world.scopes.map((scope) => [scopeName(scope), world.layoutOf(scope)] as const);
  const outcomes: Record<string, number> = {};
  for (const { kind } of ledger.outcomes) outcomes[kind] = (outcomes[kind] ?? 0) + 1;
  return {
    violations: [
      ...violations({
        ledger,
        pattern: world.pattern,
        timing: world.timing,
        initial: new Map(scopes.map(([name, layout]) => [name, initialRecord(layout)])),
        regionsOf: new Map(scopes.map(([name, { regions }]) => [name, regions])),
        drift: WORST_DRIFT,
      }),
      ...found.filter((text) => text !== ''),
    ],
    writes: ledger.writes.length,
    commits: ledger.commits.length,
    outcomes,
  };
}

/** @returns what ends it */
function begin(world: World, incident: Incident): (() => void) | undefined {
  const { network, regions, endpoints } = world;
  switch (incident.kind) {
    case 'cut': {
      const [from, to] = [regionOf(world, incident.from), regionOf(world, incident.to)];
      const ends = [network.cut(from, to), ...(incident.bothWays ? [network.cut(to, from)] : [])];
      return () => all(ends);
    }
    case 'isolate': {
      const region = regionOf(world, incident.region);
      const others = incident.from === 'register' ? endpoints : [...new Set([...regions, ...endpoints])];
      const ends = others
        .filter((other) => other !== region)
        .flatMap((other) => [network.cut(region, other), network.cut(other, region)]);
      return () => all(ends);
    }
    case 'kill':
      return world.kill(regionOf(world, incident.region));
    case 'kill-register':
      return world.kill(endpoints[incident.endpoint] ?? 'none');
    case 'freeze':
      world.containers(regionOf(world, incident.region))[incident.process]?.freeze(incident.forMs, incident.stopsClock);
      return undefined;
    case 'move': {
      const { state, target, without, dryRun } = incident;
      const scope = world.scopes[world.chance.below(world.scopes.length)] ?? { app: 'none' };
      const asked = regionOf(world, incident.asked);
      if (!network.isAlive(asked)) return undefined;
      const options = {
        state,
        dryRun,
        reason: 'the model',
        ...(target !== undefined && { target: regionOf(world, target) }),
        ...(without !== undefined && { without: regionOf(world, without) }),
      };
      void ask(world, asked, scope, options, incident.diesAfterMs);
      return undefined;
    }
  }
}

const all = (ends: readonly (() => void)[]): void => {
  for (const end of ends) end();
};

function regionOf(world: World, who: Who): Region {
  const fallback = world.regions[0] ?? 'none';
  if (who !== 'writer') return world.regions[who] ?? fallback;
  const [scope] = world.scopes;
  return (scope === undefined ? undefined : world.tables.truth(scope).writers[0]) ?? fallback;
}

/** With everything mended, the writer can be moved, writes go on, and history has every epoch. @returns one text, empty where all is well */
async function settle(world: World, scope: Scope): Promise<string[]> {
  const { regions } = world.layoutOf(scope);
  const before = world.tables.truth(scope);
  const target =
    regions.find((region) => !before.writers.includes(region) && region !== before.primary) ?? before.primary;
  const asked = regions[world.chance.below(regions.length)] ?? target;
  const state = target === before.primary ? 'active' : 'failover';
  const { kind, startedMs } = await ask(world, asked, scope, { state, target });
  if (kind !== 'done' && kind !== 'unchanged')
    return [`I7 with everything mended, "${state} in ${target}" was ${kind}`];
  const { epoch, writers } = world.tables.truth(scope);
  const acceptedBy = world.timeline.nowMs + ACCEPTED_MS;
  const { clock } = world.process(asked, 'reader');
  const isAccepted = (write: AppliedWrite): boolean =>
    write.scope === scopeName(scope) &&
    write.epoch === epoch &&
    write.atMs >= startedMs &&
    writers.includes(write.region);
  while (!world.ledger.writes.some(isAccepted) && world.timeline.nowMs < acceptedBy) await clock.sleep(LOOK_MS);
  if (!world.ledger.writes.some(isAccepted))
    return [`I7 no write was accepted within ${seconds(acceptedBy - startedMs)} of moving to epoch ${epoch}`];
  return [await historyOf(world, scope)];
}

/** I6: history as every Region reads it. */
async function historyOf(world: World, scope: Scope): Promise<string> {
  const committed = world.ledger.commits
    .filter((commit) => commit.scope === scopeName(scope))
    .map(({ record }) => record);
  const wanted = committed.map(({ epoch, tid }) => `${epoch} ${tid}`).reverse();
  for (const region of world.regions) {
    const entries = await world.register(world.process(region, 'reader')).history(scope, { limit: 100 });
    const found = entries.map(({ epoch, tid }) => `${epoch} ${tid}`);
    if (found.join() !== wanted.join())
      return `I6 history in ${region} is [${found.join()}], committed was [${wanted.join()}]`;
  }
  return '';
}
