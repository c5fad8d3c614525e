import fc from 'fast-check';
import type { Item } from '../../../lambdas/shared/ports';
import {
  carried,
  changed,
  conflictItem,
  isGid,
  lostRevisions,
  type Profile,
  printOf,
  profileFrom,
  profileItem,
  seenInPool,
  writesOf,
} from '../../../lambdas/shared/users';

const GID = '11111111-1111-4111-8111-111111111111';
const START_MS = Date.UTC(2026, 10, 20);
let count = 0;

/** A context of its own for each change, as two changes never share their chance. */
function context(pool?: string): Parameters<typeof changed>[3] {
  count += 1;
  const entropy = Buffer.from(String(count).padStart(10, '0'));
  return { nowMs: START_MS + count, entropy, ...(pool === undefined ? {} : { pool }) };
}

function revised(before: Profile | undefined, name: string): Profile {
  const after = changed(GID, before, { attributes: { name } }, context());
  if (after === undefined) throw new Error('no change');
  return after;
}

const texts = fc.dictionary(fc.string({ minLength: 1 }), fc.string());

test('a profile comes back from its item as it was', () =>
  fc.assert(
    fc.property(
      texts,
      fc.boolean(),
      fc.uniqueArray(fc.string()),
      fc.option(fc.string({ minLength: 1 })),
      (attributes, enabled, groups, pool) => {
        const first = changed(GID, undefined, { attributes, enabled, groups }, context(pool ?? undefined));
        expect(first).toBeDefined();
        if (first === undefined) return;
        expect(profileFrom(JSON.parse(JSON.stringify(profileItem(first))))).toEqual(first);
      },
    ),
  ));

test('anything else is no profile', () =>
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('gid', 'enabled', 'rev', 'base', 'updatedAt', 'past', 'x'), fc.jsonValue()),
      (item) => {
        const read = profileFrom(JSON.parse(JSON.stringify(item)));
        if (read !== undefined) expect(typeof read.rev).toBe('string');
      },
    ),
  ));

test('every revision names the one that it was made from, and is stored only after it', () => {
  const one = revised(undefined, 'one');
  const two = revised(one, 'two');
  expect([one.base, two.base]).toEqual(['', one.rev]);
  expect(writesOf(one)).toMatchObject([{ condition: { exists: false } }, { condition: { exists: false } }]);
  expect(writesOf(two)).toMatchObject([{ condition: { equals: { rev: one.rev } } }, { condition: { exists: false } }]);
  expect(two.past).toEqual([{ rev: one.rev, print: printOf(GID, { name: 'one' }) }]);
});

test('what changes nothing is no revision', () => {
  const one = changed(GID, undefined, { attributes: { name: 'one' }, groups: ['b', 'a'] }, context());
  expect(one?.groups).toEqual(['a', 'b']);
  expect(
    changed(GID, one, { attributes: { name: 'one' }, groups: ['a', 'b'], enabled: true }, context()),
  ).toBeUndefined();
  expect(changed(GID, one, {}, context())).toBeUndefined();
});

test('carries what belongs to the person, with what says whether it was verified', () => {
  const attributes = {
    sub: 's',
    email: 'a@example.com',
    email_verified: 'true',
    phone_number_verified: 'true',
    name: 'A',
    'custom:team': 't',
    'cognito:user_status': 'CONFIRMED',
    identities: '[]',
    updated_at: '1',
  };
  expect(carried(attributes)).toEqual({
    email: 'a@example.com',
    email_verified: 'true',
    name: 'A',
    'custom:team': 't',
  });
});

test('a pool that holds any of the last eight revisions is behind, not changed', () => {
  let profile = revised(undefined, 'name 0');
  for (let index = 1; index <= 9; index += 1) profile = revised(profile, `name ${index}`);
  for (let index = 1; index <= 8; index += 1)
    expect(seenInPool(GID, profile, { attributes: { name: `name ${index}` } }, context('us-east-1'))).toBeUndefined();
  // Too old to be known: it counts as a change, and is kept beside nothing else.
  expect(seenInPool(GID, profile, { attributes: { name: 'name 0' } }, context('us-east-1'))?.attributes).toEqual({
    name: 'name 0',
  });
});

test('news about a user whose pool is behind keeps the newer attributes, and does not say that the pool has them', () => {
  const profile = revised(revised(undefined, 'old'), 'new');
  const after = seenInPool(GID, profile, { attributes: { name: 'old' }, enabled: false }, context('us-east-1'));
  expect(after).toMatchObject({ attributes: { name: 'new' }, enabled: false, base: profile.rev });
  expect(after).not.toHaveProperty('pool');
  expect(seenInPool(GID, profile, { attributes: { name: 'other' } }, context('us-east-1'))?.pool).toBe('us-east-1');
});

describe('where two Regions changed the same revision', () => {
  /** What is kept of a revision under its own key. */
  const kept = (profile: Profile, wr = 'us-east-1'): Item => {
    const [, write] = writesOf(profile);
    if (write?.kind !== 'put') throw new Error('no revision');
    return { ...write.item, ep: 1, wr };
  };
  const first = revised(undefined, 'first');
  const here = revised(first, 'here');
  const there = revised(first, 'there');
  const later = revised(there, 'later');

  test('a revision is kept beside the profile for 90 days, and is not listed as a change', () => {
    expect(kept(here)).toMatchObject({ pk: `USER#${GID}`, sk: `REV#${here.rev}`, attributes: { name: 'here' } });
    expect(kept(here).expiresAt).toBe(Math.ceil(Date.parse(here.updatedAt) / 1000) + 90 * 86_400);
    expect(kept(here)).not.toHaveProperty('changed');
  });

  test('the one that is lost is found, whichever it is, and however many came after the other', () => {
    const all = [first, here, there, later].map((profile) => kept(profile));
    const lost = (profile: Profile): unknown[] => lostRevisions(profile, all).map(({ rev }) => rev);
    expect(lost(here)).toEqual([there.rev, later.rev]);
    expect(lost(there)).toEqual([here.rev]);
    expect(lost(later)).toEqual([here.rev]);
    // The profile itself has not arrived yet: what is made from it is no loss.
    expect(lost(first)).toEqual([]);
  });

  test('it is kept for a person, under a key that says where it came from', () => {
    const conflict = conflictItem(kept(here));
    expect(conflict).toMatchObject({
      pk: `CONFLICT#USER#${GID}`,
      sk: `1#us-east-1#${here.rev}`,
      image: { rev: here.rev, attributes: { name: 'here' }, ep: 1, wr: 'us-east-1' },
    });
    expect(conflict).not.toHaveProperty('expiresAt');
  });

  /** Revisions, each made from the one before. */
  function chainOf(length: number): Profile[] {
    const chain = [first];
    while (chain.length < length) chain.push(revised(chain.at(-1), `step ${chain.length}`));
    return chain;
  }

  test('without a fork nothing is lost, whatever has expired', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(), fc.nat(), (length, at, expired) => {
        const chain = chainOf(length);
        const current = at % length;
        const all = chain.slice(expired % (current + 1)).map((profile) => kept(profile));
        expect(lostRevisions(chain[current] ?? first, all.reverse())).toEqual([]);
      }),
    ));

  test('nor whatever has arrived so far, in whatever order', () =>
    fc.assert(
      fc.property(fc.nat({ max: 7 }), fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7]), (current, arrived) => {
        const chain = chainOf(8);
        const all = arrived.map((index) => kept(chain[index] ?? first));
        expect(lostRevisions(chain[current] ?? first, all)).toEqual([]);
      }),
    ));

  test('any tree of changes has what is not on the line through the profile, and nothing else, as its loss', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), fc.nat(), (parents, at) => {
        const nodes = [first];
        const parentOf = new Map<Profile, Profile>();
        for (const [index, choice] of parents.entries()) {
          const parent = nodes[choice % nodes.length] ?? first;
          const child = revised(parent, `node ${index}`);
          parentOf.set(child, parent);
          nodes.push(child);
        }
        const above = (node: Profile | undefined): Profile[] =>
          node === undefined ? [] : [node, ...above(parentOf.get(node))];
        const current = nodes[at % nodes.length] ?? first;
        const wanted = nodes.filter((node) => !above(current).includes(node) && !above(node).includes(current));
        const found = lostRevisions(
          current,
          nodes.map((node) => kept(node)),
        );
        expect(found.map(({ rev }) => rev)).toEqual(wanted.map(({ rev }) => rev));
      }),
    ));
});

test('prints tell attributes apart, and users with the same ones', () => {
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      expect(printOf(GID, a) === printOf(GID, b)).toBe(
        JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort()),
      );
    }),
  );
  expect(printOf(GID, { name: 'a' })).not.toBe(printOf('other', { name: 'a' }));
});

test('a user’s id is a UUID in lower case', () => {
  expect(isGid(GID)).toBe(true);
  for (const name of [
    '',
    'ana',
    `${GID} `,
    GID.replaceAll('-', ''),
    'Corp_11111111-1111-4111-8111-111111111111',
    'ABCDEF00-0000-4000-8000-000000000000',
  ])
    expect(isGid(name)).toBe(false);
});
