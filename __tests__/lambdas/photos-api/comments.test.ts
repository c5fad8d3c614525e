import fc from 'fast-check';
import { ulid } from '../../../lambdas/shared/ids';
import { ANA, BEN, key, START_MS, twoRegions } from './world';

const path = (id: string): string => `/v1/photos/${id}/comments`;

/** Texts that have broken templates, logs and terminals before. */
const awkward = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
  fc.constantFrom(
    '"',
    '\\',
    '"}]}',
    "'; DROP TABLE comments; --",
    '${jndi:ldap://x}',
    '$input.path("$")',
    '\u0000\u0001\u001f\u007f\u0080',
    'line\r\nline\u2028line\u2029',
    '\ufeff',
    '👩‍👩‍👧‍👦',
    ' ',
    '<script>alert(1)</script>',
    '__proto__',
  ),
);

test('gives every text back as it was sent', async () => {
  const { home } = twoRegions();
  const id = await home.photo();
  await fc.assert(
    fc.asyncProperty(awkward, async (message) => {
      fc.pre([...message].length <= 2000);
      const answer = await home.call('POST', path(id), { headers: key(), body: { message } });
      expect(answer.status).toBe(201);
      expect(answer.body.message).toBe(message);
      const { body } = await home.call('GET', path(id), { query: { order: 'newest', limit: '100' } });
      expect(body.items.find((comment: { id: string }) => comment.id === answer.body.id).message).toBe(message);
    }),
    { numRuns: 60 },
  );
});

test('3,000 comments of 2 KB come in order, each once, whatever the size of a page', async () => {
  const { home } = twoRegions();
  const id = await home.photo();
  const made = Array.from({ length: 3000 }, (_, index) =>
    ulid(START_MS + (index >> 2), Buffer.from(String(index).padStart(10, '0'))),
  );
  // In no order, as writes of many users are.
  for (const comment of [...made].sort((a, b) => (a.slice(-6) < b.slice(-6) ? -1 : 1)))
    home.content.put({
      pk: `PHOTO#${id}`,
      sk: `C#${comment}`,
      id: comment,
      photoId: id,
      authorId: BEN,
      author: 'Ben',
      message: comment.padEnd(2048, '.'),
      createdAt: '2026-11-20T12:00:00.000Z',
    });
  const sorted = [...made].sort();
  for (const [limit, order] of [
    ['100', 'oldest'],
    ['37', 'newest'],
  ] as const) {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query: Record<string, string> = { limit, order, ...(cursor === undefined ? {} : { cursor }) };
      const { status, body } = await home.call('GET', path(id), { query });
      expect(status).toBe(200);
      seen.push(...body.items.map((comment: { id: string }) => comment.id));
      cursor = body.next;
    } while (cursor !== undefined);
    expect(seen).toEqual(order === 'oldest' ? sorted : [...sorted].reverse());
  }
});

test('a cursor is good for its own photo and order only', async () => {
  const { home } = twoRegions();
  const [first, second] = [await home.photo(), await home.photo()];
  for (const id of [first, second])
    for (const message of ['one', 'two']) await home.call('POST', path(id), { headers: key(), body: { message } });
  const { body } = await home.call('GET', path(first), { query: { limit: '1' } });
  expect(body.next).toEqual(expect.any(String));
  const wrong = [
    await home.call('GET', path(second), { query: { limit: '1', cursor: body.next } }),
    await home.call('GET', path(first), { query: { limit: '1', cursor: body.next, order: 'newest' } }),
    await home.call('GET', '/v1/photos', { query: { cursor: body.next } }),
  ];
  expect(wrong.map(({ status }) => status)).toEqual([400, 400, 400]);
  expect((await home.call('GET', path(first), { query: { limit: '1', cursor: body.next } })).body.items).toHaveLength(
    1,
  );
});

test('the author is who signed in: what the body says of it is ignored', async () => {
  const { home } = twoRegions();
  const id = await home.photo();
  const claims = { gid: BEN, expiresAt: START_MS / 1000 + 60, name: 'Ben' };
  const body = {
    message: 'hello',
    user: 'Ana',
    author: 'Ana',
    authorId: ANA,
    commentId: ulid(0, new Uint8Array(10)),
    id: 'x',
  };
  const answer = await home.call('POST', path(id), { claims, headers: key(), body });
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({ authorId: BEN, author: 'Ben', message: 'hello' });
  expect(answer.body.id).not.toBe(body.commentId);
});

test('the author’s name is that of the profile, where there is one', async () => {
  const { home } = twoRegions();
  const id = await home.photo();
  await home.call('PUT', '/v1/me', { headers: { 'if-match': '"0"' }, body: { name: 'Ana Ö.' } });
  const answer = await home.call('POST', path(id), { headers: key(), body: { message: 'hi' } });
  expect(answer.body.author).toBe('Ana Ö.');
});

test('counts characters, not code units', async () => {
  const { home } = twoRegions();
  const id = await home.photo();
  const status = async (message: unknown): Promise<number> =>
    (await home.call('POST', path(id), { headers: key(), body: { message } })).status;
  expect(await status('😀'.repeat(2000))).toBe(201);
  expect(await status('😀'.repeat(2001))).toBe(400);
  expect(await status('x'.repeat(2000))).toBe(201);
  expect(await status('x'.repeat(2001))).toBe(400);
  expect(await status('')).toBe(400);
  expect(await status('\ud800')).toBe(400);
  expect(await status(null)).toBe(400);
  expect(await status(['x'])).toBe(400);
  expect(await status(undefined)).toBe(400);
});

test.each(['00000000000000000000000000', 'x', '../../etc', '%ff', '01ARYZ6S41000000000000000O'])(
  'there is no photo %s',
  async (id) => {
    const { home } = twoRegions();
    expect((await home.call('GET', path(id))).status).toBe(404);
    const before = home.content.picture();
    expect((await home.call('POST', path(id), { headers: key(), body: { message: 'x' } })).status).toBe(404);
    expect(home.content.picture()).toBe(before);
  },
);

test.each([{ order: 'random' }, { order: '' }])('query %j is refused', async (query) => {
  const { home } = twoRegions();
  const id = await home.photo();
  const answer = await home.call('GET', path(id), { query });
  expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'query.order']);
});
