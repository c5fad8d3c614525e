import { ANA, BEN, START_MS, twoRegions } from './world';

const put = (rev: string, name: unknown): { headers: Record<string, string>; body: unknown } => ({
  headers: { 'if-match': rev },
  body: { name },
});

test('shows the signed-in user, with or without a profile', async () => {
  const { home } = twoRegions();
  const empty = await home.call('GET', '/v1/me');
  expect(empty.body).toEqual({ id: ANA, email: null, name: null, enabled: true, groups: [], rev: '0' });
  expect(empty.headers.etag).toBe('"0"');
  const claims = { gid: ANA, expiresAt: START_MS / 1000 + 60, name: 'From the token' };
  expect((await home.call('GET', '/v1/me', { claims })).body.name).toBe('From the token');
});

test('changes the name from the revision that was read, and from no other', async () => {
  const { home } = twoRegions();
  const first = await home.call('PUT', '/v1/me', put('"0"', 'Ana "A"\n'));
  expect([first.status, first.body.name]).toEqual([200, 'Ana "A"\n']);
  expect(first.headers.etag).toBe(`"${first.body.rev}"`);
  const second = await home.call('PUT', '/v1/me', put(first.body.rev, 'Ana B'));
  expect(second.status).toBe(200);
  expect(second.body.rev).not.toBe(first.body.rev);

  const before = home.content.picture();
  for (const rev of ['"0"', first.body.rev, '*', 'W/"0"', '', 'x'.repeat(500)])
    expect((await home.call('PUT', '/v1/me', put(rev, 'Late'))).body.code).toBe('precondition-failed');
  const without = await home.call('PUT', '/v1/me', { body: { name: 'Late' } });
  expect([without.status, without.body.code]).toEqual([428, 'precondition-required']);
  expect(home.content.picture()).toBe(before);
});

test('of two changes at once one wins, and the other is told', async () => {
  const { home } = twoRegions();
  const answers = await Promise.all(['A', 'B', 'C'].map((name) => home.call('PUT', '/v1/me', put('0', name))));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  const winner = answers.find(({ status }) => status === 200);
  expect((await home.call('GET', '/v1/me')).body).toEqual(winner?.body);
});

test('the same again writes nothing', async () => {
  const { home } = twoRegions();
  const { body } = await home.call('PUT', '/v1/me', put('0', 'Ana'));
  const before = home.content.picture();
  const again = await home.call('PUT', '/v1/me', put(body.rev, 'Ana'));
  expect([again.status, again.body.rev]).toEqual([200, body.rev]);
  expect(home.content.picture()).toBe(before);
});

test('is about nobody else', async () => {
  const { home } = twoRegions();
  await home.call('PUT', '/v1/me', put('0', 'Ana'));
  expect((await home.call('GET', '/v1/me', { as: BEN })).body.name).toBeNull();
  const answer = await home.call('PUT', '/v1/me', { headers: { 'if-match': '0' }, body: { name: 'x', gid: BEN } });
  expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'body.gid']);
});

test.each(['', 'x'.repeat(101), 7, null, undefined, '\udc00'])('the name %j is refused', async (name) => {
  const { home } = twoRegions();
  const answer = await home.call('PUT', '/v1/me', put('0', name));
  expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'body.name']);
  expect(home.content.items.size).toBe(0);
});
