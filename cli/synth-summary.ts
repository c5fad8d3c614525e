import type { Manifest } from '../config/manifest';

export interface SummaryInput {
  readonly manifest: Manifest;
  readonly resourcesIn: (stack: string) => number;
  readonly seconds: number;
  /** The output folder, as the user would write it. */
  readonly out: string;
  /** The config's file, where it is not the default one. */
  readonly config?: string | undefined;
}

/** What a synth made: the stacks, their Regions, resources and edges; and the next command to type. */
export function summary({ manifest, resourcesIn, seconds, out, config }: SummaryInput): string {
  const rows = manifest.stacks.map(({ name, region }) => ({
    name,
    region: region ?? 'all',
    resources: resourcesIn(name),
    edges: manifest.edges.filter(({ stack }) => stack === name).length,
  }));
  const total = {
    name: counted(rows.length, 'stack'),
    region: counted(manifest.regions.length, 'Region'),
    resources: rows.reduce((sum, row) => sum + row.resources, 0),
    edges: manifest.edges.length,
  };
  const width = Math.max(...[...rows, total].map(({ name }) => name.length));
  const line = (name: string, region: string, resources: string | number, edges: string | number): string =>
    `  ${name.padEnd(width)}  ${region.padEnd(14)}  ${String(resources).padStart(9)}  ${String(edges).padStart(5)}`;
  const rule = `  ${'-'.repeat(width + 34)}`;
  return `${[
    `${manifest.name} ${manifest.environment}: home ${manifest.home}, writer ${manifest.writer}`,
    '',
    line('stack', 'Region', 'resources', 'edges'),
    rule,
    ...rows.map((row) => line(row.name, row.region, row.resources, row.edges)),
    rule,
    `${line(total.name, total.region, total.resources, total.edges)}   in ${seconds.toFixed(1)} s`,
    '',
    ...manifest.notes.map((note) => `note: ${note}`),
    ...(manifest.notes.length > 0 ? [''] : []),
    `Written to ${out}. Next, without an AWS account:`,
    `  npm run lab -- apply${config ? ` --config ${config}` : ''}`,
    'Or, with one (docs/deploy.md):',
    `  npx cdktf deploy ${manifest.stacks[0]?.name ?? 'foundation'}`,
    '',
  ].join('\n')}`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
