import { type RegionName, regionFacts, STRONG_CONSISTENCY_SETS } from './catalog';
import { engineProblems } from './engines';
import { STATE_BUCKET } from './names';
import { listed, nearest, type Problem, shown } from './problems';
import type { CompleteConfig, RegionState } from './schema';
import { NETWORK_PREFIX, parseCidr } from './topology';

/**
 * What is left of a config when all that the schema refused is taken out of it: the checks say what else is wrong, so
 * that every problem comes at once. They judge only what is there.
 */
export interface Draft {
  readonly config: Partial<CompleteConfig>;
  /** Names in `regions` that are no Regions; a `home` that one of them was meant to be is not reported as missing. */
  readonly unknownRegions: readonly string[];
}

/** An entry of `regions` as it may be in a draft; one that was refused is a gap. */
type RegionEntry = RegionName | { readonly name?: RegionName; readonly state?: RegionState };

interface Entry {
  readonly name: RegionName;
  readonly state: RegionState;
  /** `regions[2]`. */
  readonly path: string;
}

type Check = (config: Partial<CompleteConfig>, entries: readonly Entry[], draft: Draft) => Problem[];

/** Everything that is wrong with the draft beyond its shape. */
export function problemsOf(draft: Draft): Problem[] {
  const entries = (draft.config.regions ?? []).flatMap((entry: RegionEntry | undefined, index): Entry[] => {
    const { name, state = 'active' } = typeof entry === 'string' ? { name: entry } : (entry ?? {});
    return name ? [{ name, state, path: `regions[${index}]` }] : [];
  });
  return CHECKS.flatMap((check) => check(draft.config, entries, draft));
}

const twice: Check = (_config, entries) =>
  entries.flatMap(({ name, path }, index) => {
    const first = entries.findIndex((other) => other.name === name);
    return first === index
      ? []
      : [{ path, message: `${shown(name)} is already regions[${first}]. Name each Region once.` }];
  });

const onePartition: Check = (_config, entries) => {
  const first = entries[0];
  if (!first) return [];
  const partition = regionFacts(first.name).partition;
  return entries
    .filter(({ name }) => regionFacts(name).partition !== partition)
    .map(({ name, path }) => ({
      path,
      message: `${shown(name)} is in the partition ${regionFacts(name).partition}, ${shown(first.name)} in ${partition}. Nothing replicates across partitions: make one platform for each.`,
    }));
};

const someActive: Check = (_config, entries, { unknownRegions }) =>
  entries.length === 0 || unknownRegions.length > 0 || entries.some(({ state }) => state === 'active')
    ? []
    : [
        {
          path: 'regions',
          message: `no Region is active: ${listed(entries.map(({ name, state }) => `${name} is ${state}`))}. Leave at least one active.`,
        },
      ];

const homeAndWriter: Check = (config, entries, { unknownRegions }) => {
  if (entries.length === 0) return [];
  const explicitHome = config.home;
  const home = explicitHome ?? entries[0]?.name;
  const roles = [
    { path: explicitHome ? 'home' : (entries[0]?.path ?? 'regions'), role: 'home', region: home },
    { path: 'writer', role: 'writer', region: config.writer },
  ];
  return roles.flatMap(({ path, role, region }) => {
    if (!region || unknownRegions.some((name) => nearest(name, [region]))) return [];
    const entry = entries.find(({ name }) => name === region);
    if (!entry)
      return [
        {
          path,
          message: `${shown(region)} is not in \`regions\` (${listed(entries.map(({ name }) => name))}). Take one of them, or add it.`,
        },
      ];
    if (entry.state === 'active' || !entries.some(({ state }) => state === 'active')) return [];
    return [{ path, message: ROLE_NEEDS_ACTIVE[role === 'home' ? 'home' : 'writer'](region, entry.state) }];
  });
};

const ROLE_NEEDS_ACTIVE = {
  home: (region: RegionName, state: RegionState) =>
    `${region} is the home Region and ${state}. foundation's roles, tables and primary key live there, so it cannot be planned without it; recovery does not need it. Deploy the other Regions' stacks as they are; if ${region} is gone for good, move \`home\` (docs/deploy.md, "When the home Region is gone").`,
  writer: (region: RegionName, state: RegionState) =>
    `${region} is the writer and ${state}. Set \`writer\` to an active Region: the instance there is promoted.`,
} as const;

const former: Check = (config, entries, { unknownRegions }) => {
  const writer = config.writer ?? config.home ?? entries[0]?.name;
  return Object.entries(config.databases ?? {}).flatMap(([database, { former }]) =>
    Object.keys(former ?? {}).flatMap((region): Problem[] => {
      const path = `databases.${database}.former.${region}`;
      if (region === writer)
        return [
          {
            path,
            message: `${region} is the writer. Only a Region that was the writer before can be kept or released: take the entry out, or move \`writer\`.`,
          },
        ];
      if (entries.length === 0 || unknownRegions.length > 0 || entries.some(({ name }) => name === region)) return [];
      return [
        {
          path,
          message: `${region} is not in \`regions\` (${listed(entries.map(({ name }) => name))}). Take the entry out, or add the Region.`,
        },
      ];
    }),
  );
};

const strongTables: Check = (config, entries, { unknownRegions }) =>
  Object.entries(config.tables ?? {}).flatMap(([table, { consistency, ttl }]): Problem[] => {
    if (consistency !== 'strong') return [];
    const names = entries.map(({ name }) => name);
    const oneSet = Object.values(STRONG_CONSISTENCY_SETS).some((set) =>
      names.every((name) => (set as readonly string[]).includes(name)),
    );
    const problems: Problem[] = [];
    if (entries.length > 0 && unknownRegions.length === 0 && !(names.length === 3 && oneSet)) {
      problems.push({
        path: `tables.${table}.consistency`,
        message: `"strong" needs exactly 3 Regions of one set (${Object.entries(STRONG_CONSISTENCY_SETS)
          .map(([set, members]) => `${set}: ${members.join(', ')}`)
          .join('; ')}); found ${listed(names)}. Use "eventual", or list three Regions of one set.`,
      });
    }
    if (ttl !== undefined)
      problems.push({
        path: `tables.${table}.ttl`,
        message: `${shown(ttl)}: a table with consistency "strong" cannot expire items. Take \`ttl\` out, or use "eventual".`,
      });
    return problems;
  });

const tableKeys: Check = (config) =>
  Object.entries(config.tables ?? {}).flatMap(([table, { hashKey, rangeKey, ttl }]): Problem[] => {
    if (hashKey === undefined) return [];
    if (rangeKey === hashKey)
      return [
        {
          path: `tables.${table}.rangeKey`,
          message: `${shown(rangeKey)} is the hash key too. Name another attribute.`,
        },
      ];
    if (ttl !== undefined && (ttl === hashKey || ttl === rangeKey))
      return [
        {
          path: `tables.${table}.ttl`,
          message: `${shown(ttl)} is a key of the table, a string; the expiry is a number. Name another attribute.`,
        },
      ];
    return [];
  });

const engines: Check = (config) =>
  Object.entries(config.databases ?? {}).flatMap(([database, settings]) =>
    engineProblems(`databases.${database}`, settings),
  );

const reservedNames: Check = (config) =>
  config.buckets && STATE_BUCKET in config.buckets
    ? [
        {
          path: `buckets.${STATE_BUCKET}`,
          message: `"${STATE_BUCKET}" is the name of the Terraform state's bucket. Take another name.`,
        },
      ]
    : [];

const stateBuckets: Check = (config, entries) => {
  const { buckets, backend, bootstrapped } = config.state ?? {};
  if (!buckets) return [];
  const missing = entries.map(({ name }) => name).filter((region) => !buckets[region]);
  const problems: Problem[] = [];
  if (missing.length > 0)
    problems.push({
      path: 'state.buckets',
      message: `no bucket for ${listed(missing)}. Name one for every Region of \`regions\`, or leave \`state.buckets\` out: bootstrap then makes them.`,
    });
  if (backend === 'local')
    problems.push({
      path: 'state.buckets',
      message: '`state.backend` is "local", which uses no bucket. Leave one of the two out.',
    });
  if (bootstrapped)
    problems.push({
      path: 'state.bootstrapped',
      message: 'true, but with `state.buckets` there is no bootstrap stack. Leave it out.',
    });
  return problems;
};

const residency: Check = (config, entries) => {
  if (config.pattern !== 'data-residency' || entries.length < 2) return [];
  const advice = 'With pattern "data-residency" no data may leave its Region';
  return [
    ...Object.entries(config.buckets ?? {})
      .filter(([, { replication }]) => replication === 'mesh')
      .map(([name]) => ({
        path: `buckets.${name}.replication`,
        message: `"mesh" copies to every Region. ${advice}: set "none".`,
      })),
    ...Object.keys(config.tables ?? {}).map((name) => ({
      path: `tables.${name}`,
      message: `a global table copies to every Region. ${advice}: take it out, or change \`pattern\`.`,
    })),
    ...Object.keys(config.databases ?? {}).map((name) => ({
      path: `databases.${name}`,
      message: `a database has replicas in every Region. ${advice}: take it out, or change \`pattern\`.`,
    })),
  ];
};

const network: Check = (config) => {
  const cidr = config.network?.cidr;
  if (cidr === undefined) return [];
  const { prefix } = parseCidr(cidr);
  return prefix >= NETWORK_PREFIX.min && prefix <= NETWORK_PREFIX.max
    ? []
    : [
        {
          path: 'network.cidr',
          message: `${shown(cidr)}: /${prefix} is out of range. Allowed: /${NETWORK_PREFIX.min} to /${NETWORK_PREFIX.max}, as each of 64 Region slots takes a /16. Use "10.0.0.0/8".`,
        },
      ];
};

/** Tags that Meridian sets itself. */
export const OWN_TAGS = ['platform', 'environment', 'region', 'stack'] as const;

const tags: Check = (config) =>
  Object.keys(config.tags ?? {}).flatMap((tag): Problem[] => {
    if ((OWN_TAGS as readonly string[]).includes(tag))
      return [
        {
          path: `tags.${tag}`,
          message: `"${tag}" is set by Meridian itself (${OWN_TAGS.join(', ')}). Take another key.`,
        },
      ];
    if (/^aws:/i.test(tag))
      return [{ path: `tags["${tag}"]`, message: 'keys that begin with "aws:" are AWS\'s own. Take another key.' }];
    return [];
  });

const CHECKS: readonly Check[] = [
  twice,
  onePartition,
  someActive,
  homeAndWriter,
  former,
  strongTables,
  tableKeys,
  engines,
  reservedNames,
  stateBuckets,
  residency,
  network,
  tags,
];
