import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeZone } from '../../../lab/engine/emulator';

/** Lists what was made, and makes what it is asked for; or answers with an error. */
const zones: string[] = [];
let refuses = false;
const server: Server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    if (request.method === 'POST' && refuses) return response.writeHead(400).end('no more zones');
    const [, made] = /<Name>(.*)<\/Name>/.exec(Buffer.concat(parts).toString()) ?? [];
    if (made !== undefined) zones.push(made);
    return response.end(zones.map((name) => `<HostedZone><Name>${name}.</Name></HostedZone>`).join(''));
  });
});
let endpoint: URL;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test('a zone is made once', async () => {
  for (const name of ['example.com', 'example.com', 'other.example.com'])
    await makeZone(endpoint, '111122223333', name);
  expect(zones).toEqual(['example.com', 'other.example.com']);
});

test('a zone that cannot be made is an error that says why', async () => {
  refuses = true;
  await expect(makeZone(endpoint, '111122223333', 'third.com')).rejects.toThrow(
    new Error('The zone third.com, which is looked up, cannot be made in the emulator: no more zones'),
  );
});
