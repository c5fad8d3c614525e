import fc from 'fast-check';
import {
  type Box,
  type Drawing,
  type Frame,
  fitted,
  type Point,
  type TextLine,
  TONES,
  textWidth,
} from '../../../cli/pages/picture/drawing';
import { svgOf } from '../../../cli/pages/picture/svg';
import { platformDrawing, platformPicture } from '../../../cli/pages/platform-picture';
import { REGION_NAMES, type RegionName, regionFacts } from '../../../config/catalog';
import type { Platform } from '../../../config/platform';
import { DATABASE, MINIMAL, platformOf } from '../../config/configs';

const LONG = 'a-domain-of-a-length-that-hardly-fits-on-any-picture.department.subsidiary.example-corporation.com';
const FRONTS = [
  { entry: 'http-api' },
  { entry: 'rest-api', switch: 'routing-control' },
  { entry: 'alb', routing: 'priority' },
  { entry: 'alb', front: 'accelerator', clientAffinity: 'source-ip' },
  { entry: 'alb', front: 'cdn', cdn: { bucket: 'site' }, service: { on: 'instances' } },
  { front: 'cdn', health: { path: '/a/path/of/some/length/that/says/whether/all/is/well' } },
];

/** Regions that have all that is drawn, in one partition. */
const ELIGIBLE = REGION_NAMES.filter((name) => regionFacts(name).partition === 'aws');

const platforms: fc.Arbitrary<Platform> = fc
  .record({
    regions: fc.shuffledSubarray(ELIGIBLE, { minLength: 2, maxLength: 6 }),
    front: fc.constantFrom(...FRONTS),
    domain: fc.constantFrom('orders.example.com', LONG),
    nat: fc.constantFrom('none', 'single', 'per-az', 'regional'),
    backbone: fc.constantFrom('none', 'peering', 'transit-gateway'),
    privateZone: fc.boolean(),
    lastState: fc.constantFrom('active', 'evacuated', 'returning'),
    databases: fc.constantFrom({}, { main: DATABASE, 'customer-orders-main': DATABASE }),
  })
  .map(({ regions: [home, ...others], front, domain, nat, backbone, privateZone, lastState, databases }) =>
    platformOf({
      ...MINIMAL,
      pattern: 'active-active',
      // The last one may be out of reach, as long as two serve.
      regions: [
        home,
        ...others.map((name, index) => (index > 0 && index === others.length - 1 ? { name, state: lastState } : name)),
      ],
      buckets: { site: {} },
      tables: { sessions: { hashKey: 'pk' } },
      databases,
      network: {
        nat,
        backbone,
        azs: 2,
        interfaceEndpoints: ['ecr.api', 'ecr.dkr', 'logs', 'secretsmanager'],
        ...(privateZone && { privateZone: `internal.${domain}` }),
      },
      ingress: { domain, delegated: true, ...front },
    }),
  );

const one = (regions: RegionName[], rest: object = {}): Drawing =>
  platformDrawing(platformOf({ ...MINIMAL, regions, ...rest }));

const everyBox = (boxes: readonly Box[]): Box[] => boxes.flatMap((box) => [box, ...everyBox(box.boxes)]);
const idsOf = ({ boxes, connections }: Drawing): string[] => [...everyBox(boxes), ...connections].map(({ id }) => id);

const areApart = (a: Frame, b: Frame): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
const holds = (outer: Frame, inner: Frame): boolean =>
  inner.x >= outer.x - 0.01 &&
  inner.y >= outer.y - 0.01 &&
  inner.x + inner.width <= outer.x + outer.width + 0.01 &&
  inner.y + inner.height <= outer.y + outer.height + 0.01;

function frameOf({ x, y, text, tone, anchor }: TextLine): Frame {
  const width = textWidth(text, tone);
  const left = anchor === 'start' ? x : anchor === 'middle' ? x - width / 2 : x - width;
  return { x: left, y: y - TONES[tone].size * 0.8, width, height: TONES[tone].size };
}

/** Pairs that overlap and things that leave what they stand in, by id. */
function faultsIn(boxes: readonly Box[], within: Frame): string[] {
  return boxes.flatMap((box, index) => [
    ...(holds(within, box) ? [] : [`${box.id} is out of its place`]),
    ...boxes.slice(index + 1).flatMap((other) => (areApart(box, other) ? [] : [`${box.id} overlaps ${other.id}`])),
    ...box.texts
      .map(frameOf)
      .flatMap((text, line) => [
        ...(holds(box, text) ? [] : [`${box.id}: "${box.texts[line]?.text}" is out of it`]),
        ...box.boxes.flatMap((inner) => (areApart(text, inner) ? [] : [`${box.id}: a text overlaps ${inner.id}`])),
        ...box.texts
          .slice(line + 1)
          .flatMap((other) =>
            areApart(text, frameOf(other)) ? [] : [`${box.id}: "${other.text}" overlaps another text`],
          ),
      ]),
    ...faultsIn(box.boxes, box),
  ]);
}

/** Points along a line, four units apart. */
const along = (points: readonly Point[]): Point[] =>
  points.slice(1).flatMap((to, index) => {
    const from = points[index] ?? to;
    const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 4);
    return Array.from({ length: steps + 1 }, (_, step) => ({
      x: from.x + ((to.x - from.x) * step) / Math.max(1, steps),
      y: from.y + ((to.y - from.y) * step) / Math.max(1, steps),
    }));
  });
const isInside = ({ x, y }: Point, box: Frame): boolean =>
  x > box.x + 0.5 && x < box.x + box.width - 0.5 && y > box.y + 0.5 && y < box.y + box.height - 0.5;

/** Names of the elements, with what is wrong with them. */
function malformed(svg: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const rest = svg.replace(
    /<(\/?)([a-z]+)((?: [\w:-]+="[^"<&]*(?:&[a-z#0-9]+;[^"<&]*)*")*)(\/?)>/g,
    (_, end, name, _attributes, empty) => {
      if (end === '/') {
        if (open.pop() !== name) wrong.push(`</${name}>`);
      } else if (empty === '') open.push(name);
      return '';
    },
  );
  if (/[<>]|&(?!(?:amp|lt|gt|quot|#39);)/.test(rest)) wrong.push('a bare < > or &');
  return [...wrong, ...open];
}

describe('of any platform', () => {
  test('nothing overlaps or leaves its place, and every text has room', () =>
    fc.assert(
      fc.property(platforms, (platform) => {
        const drawing = platformDrawing(platform);
        expect(faultsIn(drawing.boxes, { x: 0, y: 0, width: drawing.width, height: drawing.height })).toEqual([]);
        const labels = drawing.connections.flatMap(({ label }) => (label ? [frameOf(label)] : []));
        expect(labels.filter((label) => drawing.boxes.some((box) => !areApart(label, box)))).toEqual([]);
      }),
      { numRuns: 30 },
    ));

  test('every Region is there once, whatever the order of the list', () =>
    fc.assert(
      fc.property(platforms, (platform) => {
        const ids = idsOf(platformDrawing(platform));
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.filter((id) => /^region-[a-z0-9-]+$/.test(id)).sort()).toEqual(
          platform.regions.map(({ name }) => `region-${name}`).sort(),
        );
      }),
      { numRuns: 30 },
    ));

  test('every two joined Regions have one line, and those who serve have one way', () =>
    fc.assert(
      fc.property(platforms, (platform) => {
        const { connections } = platformDrawing(platform);
        const count = platform.joinedRegions.length;
        const lines = connections.filter(({ kind }) => kind === 'network').map(({ id }) => id);
        expect(lines).toHaveLength((count * (count - 1)) / 2);
        for (const a of platform.joinedRegions)
          for (const b of platform.joinedRegions)
            if (a < b)
              expect(lines.filter((id) => id === `peering-${a}-${b}` || id === `peering-${b}-${a}`)).toHaveLength(1);
        expect(
          connections
            .map(({ id }) => id)
            .filter((id) => id.startsWith('way-to-'))
            .sort(),
        ).toEqual(platform.deployedRegions.map((region) => `way-to-${region}`).sort());
      }),
      { numRuns: 30 },
    ));

  test('no line crosses a box that it does not end at', () =>
    fc.assert(
      fc.property(platforms, (platform) => {
        const { boxes, connections } = platformDrawing(platform);
        const solid = boxes.flatMap((box) => (box.look === 'panel' ? box.boxes : [box]));
        for (const { id, points } of connections) {
          const ends = [points[0], points.at(-1)];
          const others = solid.filter((box) => !ends.some((end) => end && isInside(end, box)));
          expect([id, others.filter((box) => along(points).some((point) => isInside(point, box)))]).toEqual([id, []]);
        }
      }),
      { numRuns: 20 },
    ));

  test('it is XML, without a number that is none, and the same each time', () =>
    fc.assert(
      fc.property(platforms, (platform) => {
        const svg = platformPicture(platform);
        expect(malformed(svg)).toEqual([]);
        expect(svg).not.toMatch(/NaN|Infinity|undefined|\[object/);
        expect(platformPicture(platform)).toBe(svg);
      }),
      { numRuns: 15 },
    ));
});

test('what is text stays text', () => {
  const text = `<script>alert("1")</script> & 'more'`;
  const line: TextLine = { x: 1, y: 1, text, tone: 'text', anchor: 'start' };
  const svg = svgOf({
    title: text,
    description: text,
    width: 10,
    height: 10,
    texts: [line],
    boxes: [],
    connections: [],
  });
  expect(svg).not.toContain('<script');
  expect(malformed(svg)).toEqual([]);
  expect(svg.match(/&lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt; &amp; &#39;more&#39;/g)).toHaveLength(3);
});

test('a picture names itself and tells its content to those who do not see it', () => {
  const svg = platformPicture(platformOf({ ...MINIMAL, network: { backbone: 'peering' } }));
  expect(svg).toContain('role="img" aria-labelledby="title description"');
  expect(svg).toContain('<title id="title">orders prod: front door and network</title>');
  expect(svg).toContain(
    '<desc id="description">There is no front door. Regions: us-east-1, eu-west-1, ap-southeast-2. Home is us-east-1, the writer us-east-1. 3 peerings join their networks.</desc>',
  );
});

describe('a platform without', () => {
  test('a front door has neither clients nor ways', () => {
    const { boxes, connections } = one(['us-east-1', 'eu-west-1']);
    expect(boxes.map(({ id }) => id)).toEqual(['region-us-east-1', 'region-eu-west-1']);
    expect(connections).toEqual([]);
  });

  test('a delegation has none yet', () =>
    expect(idsOf(one(['us-east-1'], { ingress: { domain: 'orders.example.com' } }))).not.toContain('route-53'));

  test('other Regions has one box, and nothing is copied', () =>
    expect(one(['us-east-1'], { tables: { sessions: { hashKey: 'pk' } } }).boxes).toHaveLength(1));
});

describe('a Region', () => {
  const says = (drawing: Drawing, id: string): string[] =>
    everyBox(drawing.boxes)
      .filter((box) => box.id === id || box.id.startsWith(`${id}/`))
      .flatMap(({ texts }) => texts.map(({ text }) => text));
  const NAT = (nat: string) =>
    says(one(['us-east-1'], { network: { nat } }), 'region-us-east-1/vpc').filter((text) => text.startsWith('NAT'));

  test('shows its gateways by zone', () => {
    expect(NAT('per-az')).toEqual(['NAT', 'NAT', 'NAT']);
    expect(NAT('single')).toEqual(['NAT']);
    expect(NAT('regional')).toEqual(['NAT, spread over the zones']);
    expect(NAT('none')).toEqual([]);
  });

  test('shows the ranges of its subnets and what a database is there', () => {
    const drawing = one(['us-east-1', 'eu-west-1'], { databases: { main: DATABASE } });
    expect(says(drawing, 'region-eu-west-1/vpc')).toEqual(
      expect.arrayContaining(['VPC 10.10.0.0/16', '.160.0/22', 'main: replica']),
    );
    expect(says(drawing, 'region-us-east-1/vpc')).toContain('main: writer');
  });

  test('that is evacuated shows nothing of what it had', () => {
    const drawing = platformDrawing(
      platformOf({ ...MINIMAL, regions: ['us-east-1', { name: 'eu-west-1', state: 'evacuated' }] }),
    );
    expect(idsOf(drawing)).not.toContain('region-eu-west-1/vpc');
    expect(says(drawing, 'region-eu-west-1').join(' ')).toContain('Europe (Ireland) · evacuated');
  });

  test('says in which order CloudFront reads it, and what weight it has', () => {
    const regions: RegionName[] = ['us-east-1', 'us-west-2', 'eu-west-1'];
    const ingress = { domain: 'orders.example.com', delegated: true, front: 'cdn', routing: 'weighted' };
    const drawing = one(regions, {
      buckets: { site: {} },
      ingress: {
        ...ingress,
        weights: { 'us-east-1': 200, 'us-west-2': 55, 'eu-west-1': 0 },
        cdn: { bucket: 'site', regionByCountry: { FR: 'eu-west-1', DE: 'eu-west-1' } },
      },
    });
    expect(regions.map((region) => says(drawing, `region-${region}/data`)[1])).toEqual([
      'Bucket site, which CloudFront reads',
      'Bucket site, read where that fails',
      'Bucket site',
    ]);
    expect(says(drawing, 'cloudfront/reads')).toEqual([
      'Reads',
      'bucket site of us-east-1',
      'where it fails, that of us-west-2',
      'DE, FR: first eu-west-1',
    ]);
    expect(drawing.connections.flatMap(({ label }) => (label ? [label.text] : []))).toEqual([
      'share 200',
      'share 55',
      'share 0',
    ]);
  });
});

test('a text without room loses its middle', () => {
  expect(fitted('abcdefghij', 1000, 'text')).toBe('abcdefghij');
  expect(fitted('abcdefghij', 40, 'text')).toBe('ab…ij');
});
