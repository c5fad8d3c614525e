import { attributed, type StackContext } from './attribution';
import { EdgeNames } from './edges';
import { Expectation, intentsOf } from './intent';
import { compare } from './json';
import type {
  Change,
  Diagnostic,
  Digest,
  ManifestFacts,
  ManifestStack,
  ProjectedPlan,
  Review,
  StackAddress,
  StackPlan,
  SynthesizedPlatform,
  SynthesizedStack,
} from './model';
import { platformState } from './platform-state';
import { isChanging, RegionNames, siblingsOf } from './siblings';

/** What was read of one stack. */
export interface LoadedStack {
  readonly plan?: ProjectedPlan;
  /** Of its log, where there is one. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** All that a review is made of. */
export interface ReviewInput {
  readonly head: SynthesizedPlatform;
  readonly base?: SynthesizedPlatform;
  /** By stack. */
  readonly loaded: ReadonlyMap<string, LoadedStack>;
  readonly forApply: boolean;
  readonly approved?: Digest;
}

/** Column of the stacks that work in one Region. */
export const REGION_COLUMN = 'region-*';

/** Puts the stacks of a platform together: where each change is, whether it was asked for, what comes out of it all. */
export function assembled({ head, base, loaded, forApply, approved }: ReviewInput): Review {
  const manifests = base ? [head.manifest, base.manifest] : [head.manifest];
  const intents = base ? intentsOf(base.manifest, head.manifest) : [];
  const expectation = base && new Expectation(intents, head, base.manifest);
  const stacks = stacksIn(head, base).map((entry) =>
    stackPlan(entry, loaded.get(entry.name) ?? {}, head, base, expectation),
  );
  const byName = new Map(stacks.map((plan) => [plan.stack, plan]));
  const names = new EdgeNames(manifests);
  const at = changesByAddress(stacks);
  const states = new Map(head.manifest.regions.map(({ name, state }) => [name, state]));
  return {
    head,
    ...(base && { base }),
    forApply,
    ...(approved && { approved }),
    stacks,
    stack: (name) => byName.get(name),
    changes: stacks.flatMap(({ changes }) =>
      changes.filter((change) => change.mode === 'managed' && isChanging(change)),
    ),
    changeAt: (stack, address) => at.get(stack)?.get(address),
    siblings: siblingsOf(stacks, new RegionNames(manifests)),
    intents,
    before: platformState('before', stacks, base ?? head, names),
    after: platformState('after', stacks, head, names),
    regionState: (region) => states.get(region),
    isStateful: lookup(manifests, ({ stateful }) => stateful),
    isServing: lookup(manifests, ({ servingPath }) => servingPath),
    isRecovery: lookup(manifests, ({ recoveryPath }) => recoveryPath),
  };
}

/** Whether one of the manifests lists an address: what goes is listed by the base alone. */
function lookup(
  manifests: readonly ManifestFacts[],
  listIn: (manifest: ManifestFacts) => readonly StackAddress[],
): (stack: string, address: string) => boolean {
  const all = new Map<string, Set<string>>();
  for (const { stack, address } of manifests.flatMap(listIn)) {
    const known = all.get(stack);
    if (known) known.add(address);
    else all.set(stack, new Set([address]));
  }
  return (stack, address) => all.get(stack)?.has(address) === true;
}

/** By stack, then address. */
function changesByAddress(stacks: readonly StackPlan[]): Map<string, Map<string, Change>> {
  const at = new Map<string, Map<string, Change>>();
  for (const { stack, changes } of stacks) {
    const own = new Map<string, Change>();
    for (const change of changes) if (change.deposed === undefined) own.set(change.address, change);
    at.set(stack, own);
  }
  return at;
}

interface StackEntry extends ManifestStack {
  readonly inHead: boolean;
}

/** Head's stacks and those of base alone, in the order in which they are applied, then by name. */
function stacksIn(head: SynthesizedPlatform, base: SynthesizedPlatform | undefined): StackEntry[] {
  const names = new Set(head.manifest.stacks.map(({ name }) => name));
  return [
    ...head.manifest.stacks.map((stack) => ({ ...stack, inHead: true })),
    ...(base?.manifest.stacks ?? [])
      .filter(({ name }) => !names.has(name))
      .map((stack) => ({ ...stack, inHead: false })),
  ].sort((a, b) => a.order - b.order || compare(a.name, b.name));
}

function stackPlan(
  { name, region, order, inHead }: StackEntry,
  { plan, diagnostics = [] }: LoadedStack,
  head: SynthesizedPlatform,
  base: SynthesizedPlatform | undefined,
  expectation: Expectation | undefined,
): StackPlan {
  const [ofHead, ofBase] = [head.stacks.get(name), base?.stacks.get(name)];
  const column = region === null ? name : REGION_COLUMN;
  const bucketRegions = { ...base?.manifest.bucketRegions, ...head.manifest.bucketRegions };
  const context: StackContext = { stack: name, column, region, bucketRegions, head: ofHead, base: ofBase };
  const expectedOf = expectation && ((change: Change) => expectation.of(change));
  const placed = (changes: ProjectedPlan['changes']): Change[] =>
    changes.map((projected) => attributed(projected, context, expectedOf));
  const withLog = diagnostics.some(({ severity }) => severity === 'error');
  return {
    stack: name,
    column,
    region,
    order,
    status: plan
      ? withLog && plan.status === 'planned'
        ? 'errored'
        : plan.status
      : diagnostics.length > 0
        ? 'log'
        : 'absent',
    inHead,
    ...(base && { affected: ofHead?.hash !== ofBase?.hash }),
    planOnly: plan?.planOnly ?? false,
    foreign: plan ? foreignBy(plan, head.manifest.account, ofHead ?? ofBase) : [],
    ...(plan && { terraformVersion: plan.terraformVersion }),
    diagnostics,
    changes: placed(plan?.changes ?? []),
    drift: placed(plan?.drift ?? []),
    outputs: plan?.outputs ?? [],
    checks: plan?.checks ?? [],
    actionInvocations: plan?.actionInvocations ?? [],
  };
}

/** Why a plan cannot be one of what was synthesized. */
function foreignBy(plan: ProjectedPlan, account: string, synthesized: SynthesizedStack | undefined): string[] {
  const others = plan.accounts.filter((each) => each !== account);
  const reasons = others.map((other) => `It is of account ${other}, and the platform is in ${account}.`);
  if (!synthesized) return reasons;
  // Modules are entered by Terraform alone: only what stands in the stack itself is compared.
  const planned = new Set(plan.configured.filter((address) => !address.startsWith('module.')));
  // Nor are ephemerals in a plan's configuration.
  const missing = [...synthesized.resources.values()]
    .filter(({ mode, address }) => mode !== 'ephemeral' && !planned.has(address))
    .map(({ address }) => address);
  const surplus = [...planned].filter((address) => !synthesized.resources.has(address));
  if (missing.length > 0) reasons.push(`Its configuration lacks ${counted(missing)}, which head has.`);
  if (surplus.length > 0) reasons.push(`Its configuration has ${counted(surplus)}, which head lacks.`);
  return reasons;
}

const counted = ([first = '', ...rest]: readonly string[]): string =>
  rest.length === 0 ? first : `${first} and ${rest.length} more`;
