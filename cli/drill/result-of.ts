import type { Platform } from '../../config';
import { apiHost, appHost } from '../../config/hosts';
import type { Faults } from '../../lab/provider';
import type { Change, StackRun } from '../../lab/runner';
import { NO_COUNTS } from './counts';
import { edgesIn } from './laws/law';
import type { DrilledChange, DrilledStack, PlatformMap } from './result';

/** A stack's run as a drill's result has it. */
export const drilledStack = ({
  stack,
  planned = NO_COUNTS,
  seconds,
  outcome,
  changes,
  error,
}: StackRun): DrilledStack => ({
  stack,
  ...planned,
  seconds: rounded(seconds),
  outcome,
  changes: changes.filter(({ actions }) => actions.join() !== 'create').map(drilledChange),
  ...(error !== undefined && { error }),
});

const drilledChange = ({ address, actions, changed, region, importId }: Change): DrilledChange => ({
  address,
  actions: [...(importId === undefined ? [] : ['import' as const]), ...actions.filter((action) => action !== 'no-op')],
  changed: actions.includes('update') || actions.includes('create') ? changed : [],
  ...(region !== undefined && { region }),
});

/** What goes wrong, in words. */
export function faultTexts({ dead = [], failCreate = [], dieAfter, slow = {} }: Faults): string[] {
  return [
    ...dead.map((region) => `${region} is dead`),
    ...failCreate.map((rule) => `${rule.replace('@', ' in ').replace(/#(\d+)/, ', number $1')} cannot be created`),
    ...(dieAfter ? [`${dieAfter.region} dies after ${dieAfter.calls} changes in it`] : []),
    ...Object.entries(slow).map(([region, ms]) => `${region} takes ${ms} ms for each call`),
  ];
}

/** The Regions and what is copied between them, each kind once for each pair. */
export function mapOf(platform: Platform): PlatformMap {
  const edges = new Map(edgesIn(platform).map(({ kind, from, to }) => [`${kind} ${from} ${to}`, { kind, from, to }]));
  return {
    home: platform.home,
    writer: platform.writer,
    regions: platform.regions.map(({ name, state }) => ({ name, state })),
    edges: [...edges.values()],
    ...frontOf(platform),
  };
}

function frontOf({ ingress, deployedRegions }: Platform): Pick<PlatformMap, 'front'> {
  if (!ingress?.delegated) return {};
  const { front: kind, domain } = ingress;
  return { front: { host: kind === 'cdn' ? appHost(domain) : apiHost(domain), kind, regions: deployedRegions } };
}

export const rounded = (seconds: number): number => Math.round(seconds * 100) / 100;
