import { textTable } from '../../lab/text-table';
import type { ControlState } from './arguments';
import type { States } from './cluster';
import type { SwitchRecord } from './record';

/** The states of all controls, and the rules that hold for them. */
export function statesReport(record: SwitchRecord, states: States): string {
  const rows = regionsOf(record).map((region) => [region, states.get(region) ?? UNKNOWN]);
  const rules = Object.entries(record.rules).map(([name, arn]) => `  ${name}  ${arn}`);
  return [
    ...textTable(['Region', 'state'], rows),
    ...(rules.length > 0 ? ['', 'Safety rules, for --override:', ...rules] : []),
    ...(rows.every(([, state]) => state === 'Off') ? ['', ALL_OFF] : []),
  ].join('\n');
}

/** The states before and after; the changed ones are marked. */
export function changeReport(record: SwitchRecord, before: States | undefined, after: States): string {
  const rows = regionsOf(record).map((region) => {
    const [from, to] = [before?.get(region) ?? UNKNOWN, after.get(region) ?? UNKNOWN];
    return [region, from, to, from !== to && from !== UNKNOWN ? 'changed' : ''];
  });
  return textTable(['Region', 'before', 'after', ''], rows).join('\n');
}

const UNKNOWN = '?';
const ALL_OFF =
  'Every control is Off, as new ones are: DNS then answers as if all Regions were well. Turn on those that are to serve.';

const regionsOf = ({ controls }: SwitchRecord): string[] => Object.keys(controls).sort();

/** Whether the states are as they were asked for. */
export const holds = (states: States, wanted: ReadonlyMap<string, ControlState>): boolean =>
  [...wanted].every(([region, state]) => states.get(region) === state);
