import { CATALOG, MAX_SLOT, REGION_NAMES, type RegionName, STRONG_CONSISTENCY_SETS } from '../../config/catalog';
import { bySlot, regionCidr } from '../../config/topology';
import { code, generatedFrom, table } from './markdown';

const PARTITIONS = { aws: 'AWS', 'aws-cn': 'China', 'aws-us-gov': 'GovCloud (US)' } as const;

/** The default of `network.cidr`. */
const NETWORK_CIDR = '10.0.0.0/8';

/** `docs/regions.md`: the Region catalog. */
export function regionsPage(): string {
  const regions = [...REGION_NAMES].sort(bySlot);
  const nextSlot = Math.max(...regions.map((name) => CATALOG[name].slot)) + 1;
  return `${[
    generatedFrom('config/catalog.ts'),
    '# Regions',
    `The ${regions.length} Regions that a config can name. A Region's code is part of every physical name and its slot gives its CIDR (here within ${code(NETWORK_CIDR)}, the default of ${code('network.cidr')}), so neither ever changes. Zones that take no EKS control plane are kept out of the VPC. A Region that needs opting in must be enabled in the account first.`,
    ...Object.entries(PARTITIONS).flatMap(([partition, title]) => [
      `## ${title} (${code(partition)})`,
      regionTable(regions.filter((name) => CATALOG[name].partition === partition)),
    ]),
    '## Strong consistency',
    `A table with ${code('consistency: "strong"')} needs exactly three Regions of one set:`,
    table(
      ['Set', 'Regions'],
      Object.entries(STRONG_CONSISTENCY_SETS).map(([set, members]) => [set, members.map(code).join(', ')]),
    ),
    '## Adding a Region',
    [
      `1. Add a row at the end of the table in ${code('config/catalog.ts')}, with the slot ${nextSlot} (the highest is ${MAX_SLOT}) and the prefix of the Region's zone ids as its code.`,
      `2. Add its code and slot to the pinned list in ${code('__tests__/config/catalog.test.ts')}: from then on they are a contract.`,
      `3. Run ${code('npm run docs')} and ${code('npm test')}.`,
    ].join('\n'),
  ].join('\n\n')}\n`;
}

const regionTable = (regions: readonly RegionName[]): string =>
  table(
    ['Region', 'Title', 'Code', 'Slot', 'CIDR', 'Zones', 'Left out', 'Opt-in'],
    regions.map((name) => {
      const { title, code: regionCode, slot, zones, excludedZoneIds = [], optIn } = CATALOG[name];
      return [
        code(name),
        title,
        code(regionCode),
        String(slot),
        code(regionCidr(NETWORK_CIDR, name)),
        String(zones),
        excludedZoneIds.map(code).join(', '),
        optIn ? 'yes' : 'no',
      ];
    }),
  );
