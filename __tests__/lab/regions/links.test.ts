import fc from 'fast-check';
import { Links } from '../../../lab/regions/links';

const REGIONS = ['us-east-1', 'eu-west-1', 'ap-northeast-1'];

test('an isolated Region reaches itself alone, and its clients reach it; the others reach each other', () => {
  const links = new Links();
  links.isolate('us-east-1', REGIONS);
  expect(links.reaches('us-east-1', 'us-east-1')).toBe(true);
  expect(links.reaches(undefined, 'us-east-1')).toBe(true);
  for (const other of ['eu-west-1', 'ap-northeast-1']) {
    expect(links.reaches('us-east-1', other)).toBe(false);
    expect(links.reaches(other, 'us-east-1')).toBe(false);
  }
  expect(links.connected('eu-west-1', 'ap-northeast-1')).toBe(true);
  links.heal();
  expect(links.connected('us-east-1', 'eu-west-1')).toBe(true);
});

test('nobody reaches a dead Region, not even itself, and healing does not revive it', () => {
  const links = new Links();
  links.kill('us-east-1');
  links.heal();
  for (const from of [undefined, ...REGIONS]) expect(links.reaches(from, 'us-east-1')).toBe(false);
  links.revive('us-east-1');
  expect(links.reaches('eu-west-1', 'us-east-1')).toBe(true);
});

test('a cut is of one way', () => {
  const links = new Links();
  links.cut('us-east-1', 'eu-west-1');
  expect(links.reaches('us-east-1', 'eu-west-1')).toBe(false);
  expect(links.reaches('eu-west-1', 'us-east-1')).toBe(true);
  expect(links.connected('us-east-1', 'eu-west-1')).toBe(false);
});

test('a delay lies within its bounds, is the same both ways and each time, and nothing inside a Region', () =>
  fc.assert(
    fc.property(fc.constantFrom(...REGIONS), fc.constantFrom(...REGIONS), fc.nat(100), (one, other, leastMs) => {
      const links = new Links({ leastMs, mostMs: leastMs + 40 });
      const delay = links.delayMs(one, other);
      if (one === other) return delay === 0;
      return delay >= leastMs && delay <= leastMs + 40 && delay === links.delayMs(other, one);
    }),
  ));

test('who waits for a change goes on when a Region returns, and when a cut ends', async () => {
  const links = new Links();
  for (const change of [() => links.revive('us-east-1'), () => links.heal()]) {
    let went = false;
    const waiting = links.change().then(() => {
      went = true;
    });
    await Promise.resolve();
    expect(went).toBe(false);
    change();
    await waiting;
    expect(went).toBe(true);
  }
});
