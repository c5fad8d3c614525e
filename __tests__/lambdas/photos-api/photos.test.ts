import { createHash, randomBytes } from 'node:crypto';
import { ANA, BEN, key, termsOf, twoRegions } from './world';

const PICTURE = Buffer.from('a picture');

test('accepts a photo that was uploaded as it was announced, and shows it to everyone', async () => {
  const { home } = twoRegions();
  const announced = await home.call('POST', '/v1/photos', { headers: key(), body: termsOf(PICTURE, 'A "cat"\n') });
  expect(announced.status).toBe(201);
  expect(announced.body).toMatchObject({ status: 'pending', upload: { expiresAt: '2026-11-20T12:02:00.000Z' } });
  expect(announced.headers['x-meridian-epoch']).toBe('0');
  const { id, upload } = announced.body;
  expect((await home.call('GET', `/v1/photos/${id}`, { as: BEN })).status).toBe(404);

  expect(home.objects.upload(upload.url, PICTURE, 'image/png')).toBe(true);
  const completed = await home.call('POST', `/v1/photos/${id}/complete`);
  expect(completed.body).toMatchObject({ id, status: 'ready', alt: 'A "cat"\n', ownerId: ANA });

  const seen = await home.call('GET', `/v1/photos/${id}`, { as: BEN });
  expect(seen.body.url).toContain(`photos/${id}`);
  expect(
    (await home.call('GET', '/v1/photos', { as: BEN })).body.items.map((photo: { id: string }) => photo.id),
  ).toEqual([id]);
  expect(home.content.items.get(`PHOTO#${id}|META`)).toMatchObject({ status: 'ready', ep: 0, wr: 'us-east-1' });
  expect(home.content.items.get(`PHOTO#${id}|META`)).not.toHaveProperty('expiresAt');
});

test('signs the upload for the announced length, type and checksum, for at most two minutes', async () => {
  const { home } = twoRegions();
  const { body } = await home.call('POST', '/v1/photos', { headers: key(), body: termsOf(PICTURE) });
  expect(home.objects.terms.get(body.upload.url)).toEqual({
    key: `incoming/${body.id}`,
    contentType: 'image/png',
    sizeBytes: 9,
    sha256: createHash('sha256').update(PICTURE).digest('base64'),
    expiresSeconds: 120,
  });
});

describe('complete', () => {
  test('refuses without an upload, and changes nothing', async () => {
    const { home } = twoRegions();
    const { body } = await home.call('POST', '/v1/photos', { headers: key(), body: termsOf(PICTURE) });
    const before = home.content.picture();
    const answer = await home.call('POST', `/v1/photos/${body.id}/complete`);
    expect([answer.status, answer.body.code]).toEqual([409, 'object-missing']);
    expect(home.content.picture()).toBe(before);
  });

  test.each([
    ['size', { sizeBytes: 8 }],
    ['checksum', { sha256: createHash('sha256').update('another').digest('base64') }],
    ['type', { contentType: 'image/gif' }],
  ])('refuses an object of another %s, and copies nothing', async (_, wrong) => {
    const { home } = twoRegions();
    const { body } = await home.call('POST', '/v1/photos', { headers: key(), body: termsOf(PICTURE) });
    const right = {
      sizeBytes: 9,
      contentType: 'image/png',
      sha256: createHash('sha256').update(PICTURE).digest('base64'),
    };
    home.objects.objects.set(`incoming/${body.id}`, { ...right, ...wrong });
    const before = home.content.picture();
    const answer = await home.call('POST', `/v1/photos/${body.id}/complete`);
    expect([answer.status, answer.body.code]).toEqual([409, 'checksum-mismatch']);
    expect(home.content.picture()).toBe(before);
    expect([...home.objects.objects.keys()]).toEqual([`incoming/${body.id}`]);
  });

  test('refuses an object that has no checksum', async () => {
    const { home } = twoRegions();
    const { body } = await home.call('POST', '/v1/photos', { headers: key(), body: termsOf(PICTURE) });
    home.objects.objects.set(`incoming/${body.id}`, { sizeBytes: 9, contentType: 'image/png' });
    expect((await home.call('POST', `/v1/photos/${body.id}/complete`)).body.code).toBe('checksum-mismatch');
  });

  test('is never `ready` where the object did not arrive in the bucket', async () => {
    const { home } = twoRegions();
    const { body } = await home.call('POST', '/v1/photos', { headers: key(), body: termsOf(PICTURE) });
    home.objects.upload(body.upload.url, PICTURE, 'image/png');
    home.objects.copy = async () => undefined; // S3 said yes, but nothing is there
    expect((await home.call('POST', `/v1/photos/${body.id}/complete`)).body.code).toBe('object-missing');
    expect(home.content.items.get(`PHOTO#${body.id}|META`)?.status).toBe('pending');
  });

  test('looks at the copy too: what was there before is not taken for it', async () => {
    const { home } = twoRegions();
    const { body } = await home.call('POST', '/v1/photos', { headers: key(), body: termsOf(PICTURE) });
    const sha256 = createHash('sha256').update('another').digest('base64');
    home.objects.objects.set(`photos/${body.id}`, { sizeBytes: 9, contentType: 'image/png', sha256 });
    expect((await home.call('POST', `/v1/photos/${body.id}/complete`)).body.code).toBe('checksum-mismatch');
    home.objects.upload(body.upload.url, PICTURE, 'image/png');
    home.objects.copy = async () => undefined; // S3 said yes, and did nothing
    expect((await home.call('POST', `/v1/photos/${body.id}/complete`)).body.code).toBe('checksum-mismatch');
    expect(home.content.items.get(`PHOTO#${body.id}|META`)?.status).toBe('pending');
  });

  test('does not bring back what was deleted meanwhile', async () => {
    const { home } = twoRegions();
    const { body } = await home.call('POST', '/v1/photos', { headers: key(), body: termsOf(PICTURE) });
    home.objects.upload(body.upload.url, PICTURE, 'image/png');
    const copy = home.objects.copy.bind(home.objects);
    home.objects.copy = async (from, to) => {
      await copy(from, to);
      expect((await home.call('DELETE', `/v1/photos/${body.id}`)).status).toBe(204);
    };
    expect((await home.call('POST', `/v1/photos/${body.id}/complete`)).status).toBe(404);
    expect(home.content.items.get(`PHOTO#${body.id}|META`)?.status).toBe('deleted');
    expect((await home.call('GET', '/v1/photos')).body.items).toEqual([]);
  });

  test('of many at once one writes, and all are answered alike', async () => {
    const { home } = twoRegions();
    const { body } = await home.call('POST', '/v1/photos', { headers: key(), body: termsOf(PICTURE) });
    home.objects.upload(body.upload.url, PICTURE, 'image/png');
    const { transactions } = home.content;
    const path = `/v1/photos/${body.id}/complete`;
    const answers = await Promise.all([1, 2, 3, 4].map(() => home.call('POST', path)));
    expect(answers.map(({ status, body: photo }) => [status, photo.status])).toEqual(Array(4).fill([200, 'ready']));
    expect(home.content.transactions - transactions).toBe(1);
  });

  test('answers a repeat with the photo, and writes no more', async () => {
    const { home } = twoRegions();
    const id = await home.photo();
    const before = home.content.picture();
    const again = await home.call('POST', `/v1/photos/${id}/complete`);
    expect([again.status, again.headers['idempotent-replay'], again.body.status]).toEqual([200, 'true', 'ready']);
    expect(home.content.picture()).toBe(before);
  });

  test('is finished by a later call where the copy was made and the flip was not', async () => {
    const { home } = twoRegions();
    const { body } = await home.call('POST', '/v1/photos', { headers: key(), body: termsOf(PICTURE) });
    home.objects.upload(body.upload.url, PICTURE, 'image/png');
    await home.objects.copy(`incoming/${body.id}`, `photos/${body.id}`);
    home.objects.objects.delete(`incoming/${body.id}`); // the lifecycle took it
    expect((await home.call('POST', `/v1/photos/${body.id}/complete`)).status).toBe(200);
  });

  test('is the owner’s alone', async () => {
    const { home } = twoRegions();
    const { body } = await home.call('POST', '/v1/photos', { headers: key(), body: termsOf(PICTURE) });
    expect((await home.call('POST', `/v1/photos/${body.id}/complete`, { as: BEN })).status).toBe(404);
    const id = await home.photo();
    expect((await home.call('POST', `/v1/photos/${id}/complete`, { as: BEN })).status).toBe(403);
  });
});

describe('delete', () => {
  test('takes a photo out of sight, for its owner only, and for good', async () => {
    const { home } = twoRegions();
    const id = await home.photo();
    expect((await home.call('DELETE', `/v1/photos/${id}`, { as: BEN })).status).toBe(403);
    const gone = await home.call('DELETE', `/v1/photos/${id}`);
    expect([gone.status, gone.text]).toEqual([204, '']);
    expect((await home.call('GET', `/v1/photos/${id}`)).status).toBe(404);
    expect((await home.call('GET', `/v1/photos/${id}/comments`)).status).toBe(404);
    expect((await home.call('GET', '/v1/photos')).body).toEqual({ items: [] });
    expect((await home.call('DELETE', `/v1/photos/${id}`)).status).toBe(404);
    expect((await home.call('POST', `/v1/photos/${id}/complete`)).status).toBe(404);
  });
});

describe('the feed', () => {
  test('is read newest first, each photo once, over the ends of months', async () => {
    const { home, clock } = twoRegions();
    const made: string[] = [];
    for (const month of [0, 0, 0, 5, 6, 6, 14]) {
      clock.nowMs = Date.UTC(2025, month, 28, 1) + made.length;
      made.push(await home.photo(randomBytes(8)));
    }
    for (const limit of [1, 2, 3, 50]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < 20; page += 1) {
        const query = { limit: String(limit), ...(cursor === undefined ? {} : { cursor }) };
        const { body } = await home.call('GET', '/v1/photos', { query });
        expect(body.items.length).toBeLessThanOrEqual(limit);
        seen.push(...body.items.map((photo: { id: string }) => photo.id));
        cursor = body.next;
        if (cursor === undefined) break;
      }
      expect(seen).toEqual([...made].reverse());
      expect(cursor).toBeUndefined();
    }
  });
});

describe('bad input is refused, by name, and changes nothing', () => {
  const good = termsOf(PICTURE);
  test.each([
    ['body.contentType', { ...good, contentType: 'image/svg+xml' }],
    ['body.size', { ...good, size: 0 }],
    ['body.size', { ...good, size: 10 * 1024 * 1024 + 1 }],
    ['body.size', { ...good, size: 1.5 }],
    ['body.size', { ...good, size: '9' }],
    ['body.sha256', { ...good, sha256: 'abc' }],
    ['body.sha256', { ...good, sha256: String(good.sha256).toUpperCase() }],
    ['body.alt', { ...good, alt: 'x'.repeat(301) }],
    ['body.owner', { ...good, owner: BEN }],
    ['body', []],
    ['body', 7],
  ])('%s', async (path, body) => {
    const { home } = twoRegions();
    const answer = await home.call('POST', '/v1/photos', { headers: key(), body });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect(home.content.items.size).toBe(0);
  });

  test.each([undefined, '', 'a b', 'x'.repeat(65), 'ключ'])('Idempotency-Key %j', async (value) => {
    const { home } = twoRegions();
    const headers = value === undefined ? {} : { 'idempotency-key': value };
    const answer = await home.call('POST', '/v1/photos', { headers, body: good });
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'headers.idempotency-key']);
    expect(home.content.items.size).toBe(0);
  });

  test.each(['0', '51', '-1', '1e1', 'x', ''])('query.limit %j', async (limit) => {
    const { home } = twoRegions();
    const answer = await home.call('GET', '/v1/photos', { query: { limit } });
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'query.limit']);
  });

  test('a body that is too large', async () => {
    const { home } = twoRegions();
    const answer = await home.call('POST', '/v1/photos', { headers: key(), body: { alt: 'x'.repeat(20_000) } });
    expect(answer.status).toBe(413);
  });
});
