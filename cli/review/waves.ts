import type { Intent, ManifestFacts, Review, StackPlan } from './model';
import { inputError } from './problems';

/** Why stacks go in the order in which they go. */
export type WaveReason =
  | 'configured'
  | 'first-creation'
  | 'routine'
  | 'promotion'
  | 'evacuation'
  | 'joining'
  | 'leaving';

export interface Wave {
  /** `foundation`, `canary`, `others`, `home`, `writer`, `global`, ...; of configured ones `wave-1`. */
  readonly name: string;
  /** Stacks that go side by side. In the manifest's order. */
  readonly stacks: readonly string[];
}

export interface Waves {
  readonly reason: WaveReason;
  /** Why, as a sentence. */
  readonly why: string;
  /** One after another; none is empty. */
  readonly waves: readonly Wave[];
  /** Stacks that cannot go now. */
  readonly leftOut: readonly { readonly stack: string; readonly why: string }[];
}

const WHY: Readonly<Record<WaveReason, string>> = {
  configured: 'The config names the waves.',
  'first-creation': "Nothing is there yet: what all need, then the writer's Region, from which the others copy.",
  routine: 'A Region that neither writes nor is home goes first; home and the writer go last.',
  promotion:
    'The new writer first, so that writes go on, then the front door, so that they arrive; the old one last, once the others copy from the new one.',
  evacuation:
    'The front door first, so that nobody is sent there should it wake up; then the Regions that live drop their edges; then the stack that all need forgets.',
  joining:
    'What all need, then the Region that joins, then the edges of the others to it; clients are sent there last.',
  leaving: 'The other Regions drop their edges, then nobody is sent to the one that leaves, and it goes last.',
};

/** What the waves of a change follow from. */
type Basis = Pick<Review, 'head' | 'stacks' | 'intents'> & { readonly isFirst: boolean };

/**
 * The order in which the stacks of a change are applied, by what kind of change it is.
 * @throws InputError where `review.waves` of the config names a stack that there is not
 */
export function wavesOf(review: Review): Waves {
  const basis: Basis = { head: review.head, stacks: review.stacks, intents: review.intents, isFirst: isFirst(review) };
  const leftOut = leftOutOf(basis);
  const out = new Set(leftOut.map(({ stack }) => stack));
  const going = basis.head.manifest.stacks.map(({ name }) => name).filter((name) => !out.has(name));
  const { waves: configured } = basis.head.manifest.review;
  const [reason, waves] = configured ? (['configured', configuredWaves(configured, basis)] as const) : derived(basis);
  // Who is in an earlier wave is not in a later one; who is in none goes last.
  const waveOf = new Map<string, number>();
  for (const [index, { stacks }] of waves.entries())
    for (const stack of stacks) if (!waveOf.has(stack)) waveOf.set(stack, index);
  return {
    reason,
    why: WHY[reason],
    waves: [...waves, { name: 'rest', stacks: [] }]
      .map(({ name }, index) => ({
        name,
        stacks: going.filter((stack) => (waveOf.get(stack) ?? waves.length) === index),
      }))
      .filter(({ stacks }) => stacks.length > 0),
    leftOut,
  };
}

/** Whether the platform is made: nothing that is planned is there yet. */
function isFirst({ stacks }: Review): boolean {
  const changes = stacks.flatMap((stack) => stack.changes.filter(({ mode }) => mode === 'managed'));
  return changes.length > 0 && changes.every(({ kind, importing }) => kind === 'create' && !importing);
}

function configuredWaves(configured: readonly (readonly string[])[], { head }: Basis): Wave[] {
  const known = new Set(head.manifest.stacks.map(({ name }) => name));
  const wrong = configured.flat().filter((stack) => !known.has(stack));
  if (wrong.length > 0)
    throw inputError(
      '',
      `review.waves of the config names ${wrong.map((stack) => `"${stack}"`).join(', ')}, and there is no such stack. There are ${[...known].join(', ')}.`,
    );
  return configured.map((stacks, index) => ({ name: `wave-${index + 1}`, stacks }));
}

function derived(basis: Basis): readonly [WaveReason, readonly Wave[]] {
  const { head, intents, isFirst: first } = basis;
  const at = places(head.manifest);
  const { shared, last } = at;
  const moved = find(intents, 'writer-moved');
  const leaving = new Set(regionsOf(intents, ['region-leaving', 'region-removed']));
  const joining = regionsOf(intents, ['region-added', 'region-returning', 'region-active']);
  const evacuated = regionsOf(intents, ['region-evacuated']);
  const leavers: Wave = {
    name: 'leaving',
    stacks: head.manifest.regions.filter(({ state }) => state === 'leaving').flatMap(({ name }) => at.region(name)),
  };
  if (first)
    return [
      'first-creation',
      [
        ...shared,
        { name: 'writer', stacks: at.region(head.manifest.writer) },
        { name: 'others', stacks: at.regions },
        ...last,
      ],
    ];
  if (moved)
    return [
      'promotion',
      [
        { name: 'new-writer', stacks: at.region(moved.to) },
        ...last,
        { name: 'others', stacks: at.regions.filter((stack) => !at.region(moved.from).includes(stack)) },
        ...shared,
        { name: 'old-writer', stacks: at.region(moved.from) },
      ],
    ];
  if (evacuated.length > 0) return ['evacuation', [...last, ...routine(head.manifest, at), ...shared, leavers]];
  if (joining.length > 0)
    return [
      'joining',
      [
        ...shared,
        { name: 'joining', stacks: joining.flatMap(at.region) },
        ...routine(head.manifest, at, new Set(joining)),
        ...last,
      ],
    ];
  const order: readonly Wave[] = [...shared, ...routine(head.manifest, at), ...last, leavers];
  return [leaving.size > 0 || leavers.stacks.length > 0 ? 'leaving' : 'routine', order];
}

/** Waves of the active Regions' stacks. A fault shows in the canary, which serves least. */
function routine(manifest: ManifestFacts, at: Places, without: ReadonlySet<string> = new Set()): Wave[] {
  const { home, writer } = manifest;
  const regions = manifest.regions
    .filter(({ name, state }) => (state === 'active' || state === 'returning') && !without.has(name))
    .map(({ name }) => name);
  const [canary, ...others] = regions.filter((name) => name !== home && name !== writer);
  return [
    { name: 'canary', stacks: canary === undefined ? [] : at.region(canary) },
    { name: 'others', stacks: others.flatMap(at.region) },
    { name: 'home', stacks: home === writer || !regions.includes(home) ? [] : at.region(home) },
    { name: 'writer', stacks: regions.includes(writer) ? at.region(writer) : [] },
  ];
}

interface Places {
  /** `region-*` stacks that are neither emptied nor gone. */
  readonly regions: readonly string[];
  readonly region: (name: string) => string[];
  /** Stacks of several Regions, each a wave: what all need. */
  readonly shared: readonly Wave[];
  /** The one that needs all of them. */
  readonly last: readonly Wave[];
}

function places({ stacks }: ManifestFacts): Places {
  const single = (name: string): Wave => ({ name, stacks: [name] });
  const several = stacks.filter(({ region }) => region === null).map(({ name }) => name);
  return {
    regions: stacks.filter(({ region }) => region !== null).map(({ name }) => name),
    region: (name) => stacks.filter(({ region }) => region === name).map((stack) => stack.name),
    shared: several.filter((name) => name !== 'global').map(single),
    last: several.filter((name) => name === 'global').map(single),
  };
}

const regionsOf = (intents: readonly Intent[], kinds: readonly Intent['kind'][]): string[] =>
  intents.flatMap((intent) => (kinds.includes(intent.kind) && 'region' in intent ? [intent.region] : []));

function find<K extends 'writer-moved' | 'home-moved'>(
  intents: readonly Intent[],
  kind: K,
): { readonly from: string; readonly to: string } | undefined {
  return intents.flatMap((intent) => (intent.kind === kind && 'from' in intent ? [intent] : []))[0];
}

/** With home out of reach, what stands there can be neither planned nor applied: recovery does not need it. */
function leftOutOf({ head, stacks }: Basis): { stack: string; why: string }[] {
  const { home } = head.manifest;
  return stacks.flatMap((plan) => {
    if (plan.region !== null || !isUnreachable(plan)) return [];
    const dead = plan.diagnostics.find(({ kind }) => kind === 'unreachable')?.region ?? home;
    return [{ stack: plan.stack, why: `${dead} does not answer: apply it once that Region is back, or evacuated.` }];
  });
}

const isUnreachable = ({ status, diagnostics }: StackPlan): boolean =>
  status !== 'planned' && diagnostics.some(({ kind }) => kind === 'unreachable');
