import fc from 'fast-check';
import { ANA, BEN, key, termsOf, twoRegions } from './world';

const PICTURE = Buffer.from('a picture');

test('a repeat answers the first result and writes nothing', async () => {
  const { home } = twoRegions();
  const id = await home.photo();
  const request = { headers: key('k1'), body: { message: 'hello' } };
  const first = await home.call('POST', `/v1/photos/${id}/comments`, request);
  const before = home.content.picture();
  home.clock.nowMs += 60_000;
  const again = await home.call('POST', `/v1/photos/${id}/comments`, request);
  expect(again.status).toBe(first.status);
  expect(again.body).toEqual(first.body);
  expect([first.headers['idempotent-replay'], again.headers['idempotent-replay']]).toEqual([undefined, 'true']);
  expect(home.content.picture()).toBe(before);
});

test('another body under the same key is refused; the same JSON spelt otherwise is not', async () => {
  const { home } = twoRegions();
  const id = await home.photo();
  const path = `/v1/photos/${id}/comments`;
  await home.call('POST', path, { headers: key('k1'), body: { message: 'hello' } });
  const before = home.content.picture();
  const other = await home.call('POST', path, { headers: key('k1'), body: { message: 'hello!' } });
  expect([other.status, other.body.code]).toEqual([422, 'idempotency-mismatch']);
  expect(home.content.picture()).toBe(before);

  const json = { ...key('k1'), 'content-type': 'application/json; charset=utf-8' };
  const spelt = await home.call('POST', path, { headers: json, body: ' { "x":1, "message" : "h\\u0065llo" } ' });
  expect([spelt.status, spelt.headers['idempotent-replay']]).toEqual([201, 'true']);
});

test('a key belongs to one user and one address', async () => {
  const { home } = twoRegions();
  const [one, two] = [await home.photo(), await home.photo()];
  const request = { headers: key('same'), body: { message: 'hello' } };
  const answers = [
    await home.call('POST', `/v1/photos/${one}/comments`, request),
    await home.call('POST', `/v1/photos/${two}/comments`, request),
    await home.call('POST', `/v1/photos/${one}/comments`, { ...request, as: BEN }),
  ];
  expect(answers.map(({ status, headers }) => [status, headers['idempotent-replay']])).toEqual(
    Array(3).fill([201, undefined]),
  );
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(3);
});

test('many at once make one', async () => {
  const { home } = twoRegions();
  const id = await home.photo();
  const request = { headers: key('k'), body: { message: 'hello' } };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => home.call('POST', `/v1/photos/${id}/comments`, request)),
  );
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(answers.every(({ status }) => status === 201)).toBe(true);
  const { body } = await home.call('GET', `/v1/photos/${id}/comments`);
  expect(body.items).toHaveLength(1);
});

test('any sequence of requests and repeats leaves one item for each key', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 20 }), async (keys) => {
      const { home } = twoRegions();
      const id = await home.photo();
      for (const name of keys) {
        home.clock.nowMs += 1;
        await home.call('POST', `/v1/photos/${id}/comments`, { headers: key(name), body: { message: name } });
      }
      const { body } = await home.call('GET', `/v1/photos/${id}/comments`);
      expect(body.items.map((comment: { message: string }) => comment.message)).toEqual([...new Set(keys)]);
    }),
    { numRuns: 30 },
  ));

test('a photo that is still pending gets a fresh address, of the Region that answers', async () => {
  const { home, other, move } = twoRegions();
  const request = { headers: key('upload'), body: termsOf(PICTURE) };
  const first = await home.call('POST', '/v1/photos', request);
  other.replicateFrom(home);
  move('failover', ['eu-west-1']);

  const again = await other.call('POST', '/v1/photos', request);
  expect([again.status, again.headers['idempotent-replay'], again.body.id]).toEqual([201, 'true', first.body.id]);
  expect(other.objects.upload(again.body.upload.url, PICTURE, 'image/png')).toBe(true);
  const done = await other.call('POST', `/v1/photos/${first.body.id}/complete`);
  expect(done.body.status).toBe('ready');
  expect(other.content.items.get(`PHOTO#${first.body.id}|META`)).toMatchObject({
    ep: 1,
    wr: 'eu-west-1',
    ownerId: ANA,
  });
});

test('a pending photo that is asked for again has its full day again', async () => {
  const { home } = twoRegions();
  const request = { headers: key('upload'), body: termsOf(PICTURE) };
  const { body } = await home.call('POST', '/v1/photos', request);
  home.clock.nowMs += 3_600_000;
  const again = await home.call('POST', '/v1/photos', request);
  expect(again.body.upload.expiresAt).toBe('2026-11-20T13:02:00.000Z');
  const expiresAt = home.clock.nowMs / 1000 + 86_400;
  expect(home.content.items.get(`PHOTO#${body.id}|META`)).toMatchObject({ expiresAt, status: 'pending' });
});

test('what is ready or deleted gets no address', async () => {
  const { home } = twoRegions();
  const request = { headers: key('upload'), body: termsOf(PICTURE) };
  const { body } = await home.call('POST', '/v1/photos', request);
  home.objects.upload(body.upload.url, PICTURE, 'image/png');
  await home.call('POST', `/v1/photos/${body.id}/complete`);
  const ready = await home.call('POST', '/v1/photos', request);
  expect([ready.status, ready.body.status, ready.body.upload]).toEqual([200, 'ready', undefined]);
  await home.call('DELETE', `/v1/photos/${body.id}`);
  expect((await home.call('POST', '/v1/photos', request)).status).toBe(404);
});

test('where only the record of the request has arrived, the thing is made again under its id', async () => {
  const { home, other, move } = twoRegions();
  const id = await home.photo();
  const request = { headers: key('k'), body: { message: 'hello' } };
  const first = await home.call('POST', `/v1/photos/${id}/comments`, request);
  other.replicateFrom(home);
  other.content.items.delete(`PHOTO#${id}|C#${first.body.id}`);
  move('failover', ['eu-west-1']);
  const again = await other.call('POST', `/v1/photos/${id}/comments`, request);
  expect([again.status, again.headers['idempotent-replay']]).toEqual([201, 'true']);
  expect(again.body).toEqual(first.body);
  expect(other.content.items.has(`PHOTO#${id}|C#${first.body.id}`)).toBe(true);
});
