import type { Snapshot } from '../snapshot';
import { first, type Law, law } from './law';

/** Something went wrong, as was asked for: otherwise the step proves nothing. */
export const fails: Law = law('the apply fails half-way', ({ stacks }) => {
  if (stacks.every(({ outcome }) => outcome === 'passed'))
    return 'every stack passed, though something was to go wrong';
  const isHalfWay = stacks.some(({ callList }) => callList.some(({ op }) => op === 'Create' || op === 'Update'));
  return isHalfWay ? undefined : 'nothing was made before it failed';
});

/** States and AWS end as they do where nothing failed. Generated ids may differ; what refers to what may not. */
export const endsLike = (expected: Snapshot): Law =>
  law('ends as one that did not fail', ({ after }) => {
    const [one, other] = [canonical(expected), canonical(after)];
    return first(new Set([...one.keys(), ...other.keys()]), (place) => {
      const [was, is] = [one.get(place), other.get(place)];
      if (is === undefined) return `${place} is missing`;
      if (was === undefined) return `${place} is too many`;
      const differing = [...new Set([...Object.keys(was), ...Object.keys(is)])].find((name) => was[name] !== is[name]);
      return differing === undefined ? undefined : `${place} has another ${differing}`;
    });
  });

type Texts = Readonly<Record<string, string>>;

/** Each object of the states and of AWS by where it is, with its attributes as text; in them each id is the object's place. */
function canonical({ states, objects }: Snapshot): Map<string, Texts> {
  const managed = Object.entries(states).flatMap(([stack, inStack]) =>
    inStack.map((object) => ({ ...object, place: `${stack} ${object.address}` })),
  );
  const placeOf = new Map<string, string>();
  for (const { attributes, place } of managed) {
    for (const id of idsIn(String(attributes.id ?? attributes.arn ?? ''))) placeOf.set(id, place);
    const { public_ip: ip = '', public_dns: dns = '' } = attributes;
    for (const address of `${String(ip)} ${String(dns)}`.match(ADDRESS) ?? [])
      placeOf.set(address.replaceAll('-', '.'), '#');
  }
  const texts = (type: string, attributes: Readonly<Record<string, unknown>>): Texts =>
    Object.fromEntries(
      Object.entries(attributes)
        .filter(([name]) => !UNSTEADY[type]?.includes(name))
        .map(([name, value]) => [name, withPlaces(value, placeOf)]),
    );

  const all = new Map<string, Texts>(managed.map(({ place, type, attributes }) => [place, texts(type, attributes)]));
  for (const { type, region, state } of objects) {
    const name = withPlaces(state.id ?? state.arn ?? null, placeOf);
    all.set(`AWS's ${type} ${name} in ${region}`, texts(type, state));
  }
  return all;
}

/** A certificate is issued some time after it was made: a state has what was last read. */
const UNSTEADY: Readonly<Record<string, readonly string[]>> = { aws_acm_certificate: ['status'] };

/** What a service makes up: a UUID, or eight hexadecimal digits and more, as in `rtb-0a1b2c3d4e5f60718`; not an account's twelve decimal ones. */
const GENERATED =
  /(?<![0-9a-z])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?!\d{12}(?![0-9a-z]))[0-9a-f]{8,})(?![0-9a-z])/g;
/** An IPv4 address, as it is or as a part of a name: `ec2-203-0-113-7`. Public ones are made up, too. */
const ADDRESS = /(?<![\d.])\d{1,3}([.-])\d{1,3}\1\d{1,3}\1\d{1,3}(?!\d|\.\d)/g;
const idsIn = (text: string): string[] => text.match(GENERATED) ?? [];

/** Where a list's order follows from generated ids, as that of a set does in a state, it says nothing. */
function withPlaces(value: unknown, placeOf: ReadonlyMap<string, string>): string {
  const place = (text: string): string =>
    text
      .replace(GENERATED, (id) => placeOf.get(id) ?? '#')
      .replace(ADDRESS, (address) => placeOf.get(address.replaceAll('-', '.')) ?? address);
  if (Array.isArray(value))
    return `[${value
      .map((each) => withPlaces(each, placeOf))
      .sort()
      .join()}]`;
  return place(JSON.stringify(value ?? null, plainNumbers) ?? '');
}

/** The wire's whole numbers may be big. */
const plainNumbers = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);
