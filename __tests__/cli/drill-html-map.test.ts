import fc from 'fast-check';
import { drillPage } from '../../cli/drill/html';
import { BOX, type Curve, curveBetween, type Place, type Point, ringOf } from '../../cli/drill/html-layout';
import type { DrillStep, PlatformMap } from '../../cli/drill/result';
import { CATALOG, REGION_NAMES } from '../../config/catalog';

/** Regions that all copy to one another; the first is home and writer. */
const mapOf = (names: readonly string[]): PlatformMap => ({
  home: names[0] ?? '',
  writer: names[0] ?? '',
  regions: names.map((name) => ({ name, state: 'active' })),
  edges: names.flatMap((from) =>
    names.filter((to) => to !== from).map((to) => ({ kind: 's3-replication' as const, from, to })),
  ),
});

/** A page with a step for each of these. */
const pageOf = (...steps: readonly Partial<DrillStep>[]): string =>
  drillPage([
    {
      scenario: 'promote',
      passed: true,
      steps: steps.map((step) => ({ name: 'step', passed: true, stacks: [], calls: {}, ...step })),
    },
  ]);

describe('the drawing', () => {
  const drawn = (map: PlatformMap, dead: readonly string[] = []): string =>
    /<figure>.*<\/figure>/s.exec(pageOf({ map, dead }))?.[0] ?? '';

  test('marks home, writer and what is dead or evacuated in words, and says all of it in its description', () => {
    const map: PlatformMap = {
      ...mapOf(['us-east-1', 'eu-west-1']),
      writer: 'eu-west-1',
      regions: [
        { name: 'us-east-1', state: 'active' },
        { name: 'eu-west-1', state: 'active' },
        { name: 'ap-southeast-2', state: 'evacuated' },
      ],
    };
    const figure = drawn(map, ['ap-southeast-2']);
    expect(figure).toMatch(/<svg [^>]*role="img" aria-labelledby="scenario-1-map-1-title scenario-1-map-1-desc">/);
    expect(figure).toContain(
      'us-east-1 (home), eu-west-1 (writer), ap-southeast-2 (dead, evacuated). Copies: objects 2.</desc>',
    );
    expect(figure.match(/>(home|writer|dead, evacuated)<\/text>/g)).toHaveLength(3);
    expect(figure.match(/class="cross"/g)).toHaveLength(1);
  });

  test('what is copied both ways is one line; databases have a line of their own, with an arrow', () => {
    const map = mapOf(['us-east-1', 'eu-west-1']);
    const figure = drawn({
      ...map,
      edges: [...map.edges, { kind: 'rds-replica', from: 'us-east-1', to: 'eu-west-1' }],
    });
    expect([...figure.matchAll(/<path class="([^"]+)"/g)].map(([, name]) => name)).toEqual([
      'copy',
      'database',
      'database-head',
    ]);
  });

  test('networks that are joined are one line of their own, and each Region that the front door leads to is marked', () => {
    const figure = drawn({
      ...mapOf(['us-east-1', 'eu-west-1', 'ap-southeast-2']),
      edges: [{ kind: 'gateway-peering', from: 'us-east-1', to: 'eu-west-1' }],
      front: { host: 'api.orders.example.com', kind: 'dns', regions: ['us-east-1', 'eu-west-1'] },
    });
    expect([...figure.matchAll(/<path class="([^"]+)"/g)].map(([, name]) => name)).toEqual(['network']);
    expect(figure.match(/<circle class="served"/g)).toHaveLength(2);
    expect(figure).toContain(
      'Nothing is copied. Networks joined: 1 pair. Front door: api.orders.example.com by DNS, to us-east-1, eu-west-1.</desc>',
    );
  });

  test('lines to a dead Region are broken', () =>
    expect(drawn(mapOf(['us-east-1', 'eu-west-1']), ['eu-west-1'])).toContain('<path class="copy broken"'));

  test('Regions stand in the order of their slots, whatever the order they come in', () =>
    fc.assert(
      fc.property(fc.shuffledSubarray([...REGION_NAMES], { minLength: 1, maxLength: 12 }), (names) => {
        const shown = [...drawn({ ...mapOf(names), edges: [] }).matchAll(/<text x="[^>]*>([\w-]+)</g)].map(
          ([, name]) => name,
        );
        expect(shown).toEqual([...names].sort((a, b) => CATALOG[a].slot - CATALOG[b].slot));
      }),
      { numRuns: 20 },
    ));

  test('steps that look alike share one; a Region that dies makes another', () => {
    const map = mapOf(['us-east-1', 'eu-west-1']);
    const page = pageOf({ map }, { map, dead: ['eu-west-1'] }, { map, dead: ['eu-west-1'] });
    expect([...page.matchAll(/<figcaption><strong>([^<]+)</g)].map(([, steps]) => steps)).toEqual([
      'Step 1.',
      'Steps 2 to 3.',
    ]);
  });
});

describe.each(Array.from({ length: 12 }, (_, index) => index + 1))('a ring of %i Regions', (count) => {
  const layout = ringOf(count);
  const gap = (a: Place, b: Place): number =>
    Math.max(Math.abs(a.x - b.x) - BOX.width, Math.abs(a.y - b.y) - BOX.height);
  const pairs = layout.places.flatMap((one, index) =>
    layout.places.slice(index + 1).map((other) => [one, other] as const),
  );

  test('has a place for each, none over another, all within the drawing', () => {
    expect(layout.places).toHaveLength(count);
    for (const [one, other] of pairs) expect(gap(one, other)).toBeGreaterThanOrEqual(16);
    for (const { x, y } of layout.places) {
      expect(Math.min(x - BOX.width / 2, y - BOX.height / 2)).toBeGreaterThanOrEqual(2);
      expect(x + BOX.width / 2).toBeLessThanOrEqual(layout.width - 2);
      expect(y + BOX.height / 2).toBeLessThanOrEqual(layout.height - 2);
    }
  });

  test('is no wider than a phone', () => expect(layout.width).toBeLessThanOrEqual(360));

  test('has no line through a box', () => {
    const within = (point: Point): boolean =>
      layout.places.some(
        ({ x, y }) => Math.abs(point.x - x) < BOX.width / 2 - 0.5 && Math.abs(point.y - y) < BOX.height / 2 - 0.5,
      );
    const curves = pairs.flatMap(([one, other]) =>
      (['copy', 'database'] as const).map((lane) => curveBetween(layout, one, other, lane)),
    );
    expect(curves.filter((curve) => pointsOf(curve).some(within))).toEqual([]);
  });
});

/** Some forty points on a quadratic curve, its ends left out. */
const pointsOf = ({ from, control, to }: Curve): Point[] =>
  Array.from({ length: 39 }, (_, index) => {
    const t = (index + 1) / 40;
    const at = (a: number, b: number, c: number): number => (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c;
    return { x: at(from.x, control.x, to.x), y: at(from.y, control.y, to.y) };
  });
