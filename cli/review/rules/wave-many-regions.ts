import { type Change, type Draft, GLOBAL, type Review, type Rule } from '../model';
import { classOf } from '../types';
import { wavesOf } from '../waves';
import { isActive, listed, touchesExisting } from './draft';

function isServingChange(review: Review, change: Change): boolean {
  return (
    touchesExisting(change) &&
    change.expected === undefined &&
    isActive(review, change.region) &&
    (review.isServing(change.stack, change.address) || classOf(change.type) === 'serving')
  );
}

export const waveManyRegions: Rule = {
  id: 'wave-many-regions',
  severity: 'high',
  title: 'One wave changes the serving path of several Regions',
  suppressible: true,
  doc: {
    what: 'What requests go through is changed, replaced, destroyed or forgotten in more than one active Region in the same wave. Medium where one stack holds them all, as it cannot be split.',
    why: 'A fault in the change takes all of them at once, and there is no Region left to fail over to.',
    fix: 'Put the Regions into waves of their own (`review.waves`), or change one Region at a time.',
    example:
      'The class of the writers and replicas of an active-active platform changes in two Regions of one wave. The same change in two waves is no finding.',
  },
  run: (review) => {
    const serving = review.changes.filter((change) => isServingChange(review, change));
    if (serving.length === 0) return [];
    const waveOf = new Map(wavesOf(review).waves.flatMap(({ name, stacks }) => stacks.map((stack) => [stack, name])));
    const byWave = new Map<string, Change[]>();
    for (const change of serving) {
      const wave = waveOf.get(change.stack) ?? change.stack;
      const known = byWave.get(wave);
      if (known) known.push(change);
      else byWave.set(wave, [change]);
    }
    return [...byWave].flatMap(([wave, changes]) => waveFinding(wave, changes));
  },
};

function waveFinding(wave: string, changes: readonly Change[]): Draft[] {
  const regions = [...new Set(changes.map(({ region }) => region))].sort();
  if (regions.length < 2) return [];
  const stacks = [...new Set(changes.map(({ stack }) => stack))].sort();
  const [stack = ''] = stacks;
  const isOne = stacks.length === 1;
  const types = [...new Set(changes.map(({ type }) => type))].sort();
  return [
    {
      stack: isOne ? stack : '',
      region: GLOBAL,
      address: '',
      ...(isOne && { severity: 'medium' as const }),
      what: `The wave ${wave} changes the serving path in ${listed(regions)} together: ${listed(types)}.`,
      why: 'A fault in the change is in all of them at once, with no Region left to fail over to.',
      fix: isOne
        ? `${stack} holds them all: apply one Region at a time with -target, or take the change apart.`
        : 'Put these stacks into waves of their own with `review.waves`.',
      paths: regions,
    },
  ];
}
