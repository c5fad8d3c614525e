import type { Json } from '../../../../cli/review/json';
import type { Draft, Rule } from '../../../../cli/review/model';
import { planJson, type RawChange, raw, type Setting } from '../plans';

/** A rule, a review that it finds something in, and one that is near and fine. */
export interface RuleCase {
  readonly rule: Rule;
  /** What is special about it, where a rule has several. */
  readonly about?: string;
  readonly fires: Setting;
  /** Everything that it finds, word for word. */
  readonly finds: readonly Draft[];
  readonly near: Setting;
}

/** A review in which one stack has these changes. */
export const inStack = (stack: string, changes: readonly RawChange[], more: Partial<Setting> = {}): Setting => ({
  ...more,
  plans: { [stack]: planJson(changes), ...more.plans },
});

export const EU = 'region-eu-west-1';

/** An update of one object in eu-west-1: attributes with their values before and after. */
export function updated(
  address: string,
  values: Readonly<Record<string, readonly [before: unknown, after: unknown]>>,
  more: Json = {},
): RawChange {
  const side = (index: 0 | 1): Json => ({
    region: 'eu-west-1',
    ...Object.fromEntries(Object.entries(values).map(([name, pair]) => [name, pair[index]])),
  });
  return raw(address, ['update'], side(0), side(1), more);
}

export const destroyed = (address: string, before: Json = {}, more: Json = {}): RawChange =>
  raw(address, ['delete'], { region: 'eu-west-1', ...before }, null, more);

export const created = (address: string, after: Json = {}, more: Json = {}): RawChange =>
  raw(address, ['create'], null, { region: 'eu-west-1', ...after }, more);

export const replaced = (address: string, before: Json, after: Json, more: Json = {}): RawChange =>
  raw(address, ['delete', 'create'], { region: 'eu-west-1', ...before }, { region: 'eu-west-1', ...after }, more);

export const unchanged = (address: string, values: Json = {}): RawChange =>
  raw(address, ['no-op'], { region: 'eu-west-1', ...values }, { region: 'eu-west-1', ...values });

/** Where a finding about an object of eu-west-1 is, by its own stack. */
export const at = (address: string, stack = EU, region = 'eu-west-1') => ({ stack, region, address });
