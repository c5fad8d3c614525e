import { describeMove } from '../../lambdas/shared/machine';
import { seconds } from './ledger';
import type { Incident, Schedule, Who } from './schedule';

/** A schedule for people: what it is played with, then one line for each incident, in their order. */
export function describeSchedule({
  regions,
  pattern,
  registerApart,
  loss,
  late,
  seed,
  incidents,
}: Schedule): readonly string[] {
  const place = registerApart ? 'in Regions of its own' : "in the application's Regions";
  const byTime = [...incidents].sort((one, other) => one.atMs - other.atMs);
  return [
    `${regions} Regions, ${pattern}, register ${place}, ${loss * 100} % lost, ${late * 100} % late, seed ${seed}`,
    ...byTime.map((incident) => `at ${seconds(incident.atMs)}  ${describe(incident)}`),
  ];
}

function describe(incident: Incident): string {
  switch (incident.kind) {
    case 'cut':
      return `${name(incident.from)} ${incident.bothWays ? 'and' : 'to'} ${name(incident.to)} cut for ${seconds(incident.forMs)}`;
    case 'isolate':
      return `${name(incident.region)} cut from ${incident.from === 'all' ? 'all others' : 'the register'} for ${seconds(incident.forMs)}`;
    case 'kill':
      return `${name(incident.region)} dead for ${seconds(incident.forMs)}`;
    case 'kill-register':
      return `register Region ${incident.endpoint} dead for ${seconds(incident.forMs)}`;
    case 'freeze':
      return `process ${incident.process} of ${name(incident.region)} frozen for ${seconds(incident.forMs)}${incident.stopsClock ? ', its clock too' : ''}`;
    case 'move': {
      const { state, target, without, dryRun, diesAfterMs } = incident;
      const request = describeMove({
        state,
        ...(target !== undefined && { target: name(target) }),
        ...(without !== undefined && { without: name(without) }),
      });
      const dies = diesAfterMs === undefined ? '' : `, the proposer dies after ${seconds(diesAfterMs)}`;
      return `"${request}" asked of ${name(incident.asked)}${dryRun ? ' (dry run)' : ''}${dies}`;
    }
  }
}

const name = (who: Who): string => (who === 'writer' ? 'the writer' : `region-${who}`);
