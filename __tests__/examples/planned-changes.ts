import type { RegionName } from '../../config/catalog';
import type { PlatformConfig } from '../../config/schema';

/** A change of an example's config. */
export interface ExampleChange {
  /** What the example's page calls it. */
  readonly title: string;
  /** What is applied before it: the example as it is, or another change. */
  readonly after: 'start' | ChangeName;
  /** Region that it is about. @default - none */
  readonly region?: RegionName;
  /** Whether that one answers nothing meanwhile. @default false */
  readonly isDead?: boolean;
  readonly config: PlatformConfig;
}

export type ChangeName =
  | 'reorder'
  | 'move-writer'
  | 'join'
  | 'lift-protection'
  | 'release'
  | 'destroy'
  | 'strike'
  | 'evacuate'
  | 'return'
  | 'resume';

/** Regions that an example's changes are about. */
export interface Cast {
  /** Joins, and leaves for good. */
  readonly joining: RegionName;
  /** Is lost, and comes back. */
  readonly lost: RegionName;
  /** Becomes the writer. */
  readonly nextWriter: RegionName;
}

type Entry = PlatformConfig['regions'][number];

/** The changes of a Region's life, in an order in which they can be applied, the example's own config before those `after` "start". */
export function changesOf(start: PlatformConfig, { joining, lost, nextWriter }: Cast): Map<ChangeName, ExampleChange> {
  const home = start.home ?? nameOf(start.regions[0]);
  const isBalanced = start.ingress?.entry === 'alb';
  const joinedBy = (...entries: Entry[]): PlatformConfig => ({ ...start, regions: [...start.regions, ...entries] });
  const lostIs = (entry: Entry): PlatformConfig => ({
    ...start,
    regions: start.regions.map((present) => (nameOf(present) === lost ? entry : present)),
  });
  // A load balancer's own protection is lifted before a Region with one leaves.
  const unprotected = (config: PlatformConfig): PlatformConfig =>
    isBalanced && config.ingress ? { ...config, ingress: { ...config.ingress, deletionProtection: false } } : config;
  const changes: [ChangeName, ExampleChange][] = [
    [
      'reorder',
      { title: 'reorder `regions`', after: 'start', config: { ...start, home, regions: [...start.regions].reverse() } },
    ],
    [
      'move-writer',
      {
        title: `move the writer to ${nextWriter}`,
        after: 'start',
        region: nextWriter,
        config: { ...start, writer: nextWriter },
      },
    ],
    [
      'evacuate',
      {
        title: `evacuate ${lost}, which is dead`,
        after: 'start',
        region: lost,
        isDead: true,
        config: lostIs({ name: lost, state: 'evacuated' }),
      },
    ],
    [
      'return',
      { title: 'it returns', after: 'evacuate', region: lost, config: lostIs({ name: lost, state: 'returning' }) },
    ],
    ['resume', { title: 'it is in use again', after: 'return', region: lost, config: start }],
    ['join', { title: `add ${joining}`, after: 'start', region: joining, config: joinedBy(joining) }],
    ...(isBalanced
      ? [
          [
            'lift-protection',
            {
              title: 'lift the protection of the load balancers',
              after: 'join',
              region: joining,
              config: unprotected(joinedBy(joining)),
            },
          ] as [ChangeName, ExampleChange],
        ]
      : []),
    [
      'release',
      {
        title: `${joining} leaves, \`data: 'release'\``,
        after: isBalanced ? 'lift-protection' : 'join',
        region: joining,
        config: unprotected(joinedBy({ name: joining, state: 'leaving', data: 'release' })),
      },
    ],
    [
      'destroy',
      {
        title: "then `data: 'destroy'`",
        after: 'release',
        region: joining,
        config: unprotected(joinedBy({ name: joining, state: 'leaving', data: 'destroy' })),
      },
    ],
    ['strike', { title: 'then its entry goes', after: 'destroy', region: joining, config: unprotected(start) }],
  ];
  return new Map(changes);
}

const nameOf = (entry: Entry | undefined): RegionName => {
  if (entry === undefined) throw new Error('The example has no Region.');
  return typeof entry === 'string' ? entry : entry.name;
};
