import type { Region } from '../../lambdas/shared/record';
import { Chance } from './chance';
import { Network } from './network';
import type { Schedule, Who } from './schedule';
import { SimulatedProcess } from './simulated-process';
import { Timeline } from './timeline';

/** What a Region's table says of the application. */
interface Row {
  readonly writer: Region | undefined;
  /** How many changes had been accepted when this one was: what a truly agreed epoch would be. */
  readonly change: number;
  readonly atMs: number;
}

interface Write {
  readonly atMs: number;
  readonly region: Region;
  readonly change: number;
}

const END_MS = 60_000;
const CLIENTS = 4;

/**
 * A common way to do it, and why it does not do: the state is a row of an eventually consistent global table, any update
 * of it is accepted anywhere, and a browser reads the state, lets its user type, and writes through an API that does not
 * look at the state again.
 * @returns what went wrong, in words
 */
export async function runOriginalProtocol({
  seed,
  regions,
  loss,
  late,
  incidents,
}: Schedule): Promise<readonly string[]> {
  const timeline = new Timeline();
  const chance = new Chance(seed, 'original');
  const network = new Network(timeline, chance.child('network'), { loss, late });
  const names: readonly Region[] = Array.from({ length: regions }, (_, index) => `region-${index}`);
  const primary = names[0] ?? 'none';
  const rows = new Map<Region, Row>(names.map((region) => [region, { writer: primary, change: 0, atMs: -1 }]));
  const rowOf = (region: Region): Row => rows.get(region) ?? { writer: primary, change: 0, atMs: -1 };
  const writes: Write[] = [];
  let changes = 0;
  const nameOf = (who: Who): Region => (who === 'writer' ? rowOf(primary).writer : names[who]) ?? primary;

  const replicate = (from: Region, to: Region, row: Row): void =>
    timeline.after(chance.between(200, 1000), () => {
      if (!network.connected(from, to)) timeline.after(500, () => replicate(from, to, row));
      else if (row.atMs > rowOf(to).atMs) rows.set(to, row);
    });
  const setState = (region: Region, writer: Region | undefined): void => {
    if (!network.isAlive(region)) return;
    changes += 1;
    const row = { writer, change: changes, atMs: timeline.nowMs };
    rows.set(region, row);
    for (const other of names) if (other !== region) replicate(region, other, row);
  };
  /** A browser: it asks the first Region that answers, the primary before the others. */
  const browse = async (client: SimulatedProcess): Promise<void> => {
    for (;;) {
      await client.clock.sleep(client.chance.between(200, 2000));
      const asked = names.filter((region) => network.connected(client.region, region));
      const [first] = asked.includes(primary) ? [primary] : asked;
      if (first === undefined) continue;
      const { writer, change } = rowOf(first);
      if (writer === undefined) continue;
      await client.clock.sleep(client.chance.between(200, 20_000));
      if (network.connected(client.region, writer)) writes.push({ atMs: timeline.nowMs, region: writer, change });
    }
  };
  for (let made = 0; made < CLIENTS * regions; made += 1) {
    const region = names[made % regions] ?? primary;
    void browse(
      new SimulatedProcess({
        name: `client-${made}`,
        region,
        serves: false,
        timeline,
        chance: chance.child(`client-${made}`),
        rate: 1,
        offsetMs: 0,
      }),
    );
  }
  for (const incident of incidents)
    timeline.after(incident.atMs, () => {
      const ends: (() => void)[] = [];
      if (incident.kind === 'kill') ends.push(network.kill(nameOf(incident.region)));
      if (incident.kind === 'isolate')
        for (const other of names)
          if (other !== nameOf(incident.region))
            ends.push(network.cut(nameOf(incident.region), other), network.cut(other, nameOf(incident.region)));
      if (incident.kind === 'cut') ends.push(network.cut(nameOf(incident.from), nameOf(incident.to)));
      if (incident.kind === 'move' && !incident.dryRun)
        setState(nameOf(incident.asked), incident.state === 'fenced' ? undefined : nameOf(incident.target ?? 0));
      if ('forMs' in incident)
        timeline.after(incident.forMs, () => {
          for (const end of ends) end();
        });
    });
  await timeline.runUntil(END_MS);
  return judged(writes);
}

/** Two Regions took writes in the wrong order: one went on after another had begun under a later change. */
function judged(writes: readonly Write[]): readonly string[] {
  return writes.flatMap((write, index) => {
    const later = writes.slice(0, index).find(({ region, change }) => region !== write.region && change > write.change);
    return later === undefined
      ? []
      : [`I4 ${write.region} wrote under change ${write.change} after ${later.region} had under ${later.change}`];
  });
}
