/** What Terraform does to an object, as its plan says it. */
export type Action = 'no-op' | 'create' | 'read' | 'update' | 'delete' | 'forget';

/** Something that a plan does to one object. */
export interface Change {
  readonly address: string;
  readonly type: string;
  /** Two for a replacement, in their order. */
  readonly actions: readonly Action[];
  /** Region of the object; `global` where its service has none, and nothing for what is not in AWS. */
  readonly region?: string;
  /** Arguments that make it a replacement: `["bucket"]`, `["rule", 0, "id"]`. */
  readonly replacePaths: readonly (readonly (string | number)[])[];
  /** Top-level arguments and attributes that become another value, or one not known yet. Sorted. */
  readonly changed: readonly string[];
  /** Id by which it is adopted. */
  readonly importId?: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** A plan in numbers, as Terraform counts: what is adopted and changed is in both. */
export interface Counts {
  readonly add: number;
  readonly change: number;
  readonly replace: number;
  readonly destroy: number;
  readonly forget: number;
  readonly import: number;
}

export const NOTHING: Counts = { add: 0, change: 0, replace: 0, destroy: 0, forget: 0, import: 0 };

/** The part of `terraform show -json` that is read here ("JSON Output Format"). */
export interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly type: string;
    readonly mode: 'managed' | 'data';
    readonly change: {
      readonly actions: readonly Action[];
      readonly before: Readonly<Record<string, unknown>> | null;
      readonly after: Readonly<Record<string, unknown>> | null;
      readonly after_unknown?: Readonly<Record<string, unknown>>;
      readonly replace_paths?: readonly (readonly (string | number)[])[];
      readonly importing?: { readonly id?: string };
    };
  }[];
  readonly output_changes?: Readonly<Record<string, { readonly actions: readonly Action[] }>>;
  readonly configuration?: {
    readonly provider_config?: Readonly<
      Record<string, { readonly expressions?: { readonly region?: { readonly constant_value?: string } } }>
    >;
    readonly root_module?: {
      readonly resources?: readonly { readonly address: string; readonly provider_config_key?: string }[];
    };
  };
}

/** Everything that a plan does to objects. Reading data is no change. */
export function changesIn(plan: PlanJson): Change[] {
  const regionOfProvider = providerRegions(plan);
  return (plan.resource_changes ?? []).flatMap(({ address, type, mode, change }): Change[] => {
    const { actions, before, after, after_unknown: unknown = {}, replace_paths: replacePaths = [], importing } = change;
    if (mode !== 'managed' || (isNoOp(actions) && !importing)) return [];
    const region = regionOf(type, [after, before], unknown, regionOfProvider.get(address.replace(/\[.*$/, '')));
    return [
      {
        address,
        type,
        actions,
        ...(region !== undefined && { region }),
        replacePaths,
        changed: changedArguments(before, after, unknown),
        ...(importing?.id !== undefined && { importId: importing.id }),
        before,
        after,
      },
    ];
  });
}

/** Names of the outputs that get another value. */
export const outputChangesIn = (plan: PlanJson): string[] =>
  Object.entries(plan.output_changes ?? {}).flatMap(([name, { actions }]) => (isNoOp(actions) ? [] : [name]));

export function countsOf(changes: readonly Change[]): Counts {
  const count = (...actions: readonly Action[]): number =>
    changes.filter((change) => change.actions.join() === actions.join()).length;
  return {
    add: count('create'),
    change: count('update'),
    replace: count('delete', 'create') + count('create', 'delete'),
    destroy: count('delete'),
    forget: count('forget'),
    import: changes.filter(({ importId }) => importId !== undefined).length,
  };
}

/** The sum of several plans. */
export function totalOf(all: readonly Counts[]): Counts {
  const sum = (key: keyof Counts): number => all.reduce((total, counts) => total + counts[key], 0);
  return {
    add: sum('add'),
    change: sum('change'),
    replace: sum('replace'),
    destroy: sum('destroy'),
    forget: sum('forget'),
    import: sum('import'),
  };
}

const isNoOp = (actions: readonly Action[]): boolean => actions.join() === 'no-op';

type Values = Readonly<Record<string, unknown>>;

/** Version 6 of the provider gives each object its Region, but for services without Regions; see `reach.ts`. */
function regionOf(
  type: string,
  values: readonly (Values | null)[],
  unknown: Values,
  ofProvider: string | undefined,
): string | undefined {
  if (!type.startsWith('aws_')) return undefined;
  const own = values.map((value) => value?.region).find((region) => typeof region === 'string');
  if (typeof own === 'string') return own;
  return unknown.region === true ? ofProvider : 'global';
}

function providerRegions({ configuration }: PlanJson): Map<string, string | undefined> {
  return new Map(
    (configuration?.root_module?.resources ?? []).map(({ address, provider_config_key: key = '' }) => [
      address,
      configuration?.provider_config?.[key]?.expressions?.region?.constant_value,
    ]),
  );
}

function changedArguments(before: Values | null, after: Values | null, unknown: Values): string[] {
  if (!before || !after) return [];
  return [...new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)])]
    .filter((name) => holdsTrue(unknown[name]) || written(before[name]) !== written(after[name]))
    .sort();
}

/** Nothing, an empty list and an empty map are the same to the provider: it reads one where another was written. */
function written(value: unknown): string {
  const isNothing = typeof value === 'object' && Object.keys(value ?? {}).length === 0;
  return isNothing ? 'null' : (JSON.stringify(value) ?? 'null');
}

/** Whether anything in it is not known before the apply. */
function holdsTrue(unknown: unknown): boolean {
  if (typeof unknown !== 'object' || unknown === null) return unknown === true;
  return Object.values(unknown).some(holdsTrue);
}
