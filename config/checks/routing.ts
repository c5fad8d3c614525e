import { regionFacts } from '../catalog';
import { listed, type Problem, pathText, shown } from '../problems';
import { REGISTER_REGIONS, ROUTING_TABLES } from '../routing';
import { type Check, isAbsent, namesOf } from './draft';

const partition: Check = (config, entries) => {
  const other = entries.find(({ name }) => regionFacts(name).partition !== 'aws');
  return config.routing && other
    ? [
        {
          path: 'routing',
          message: `${other.name} is in the partition ${regionFacts(other.name).partition}, where DynamoDB has no multi-Region strong consistency: no register can be kept there. Take \`routing\` out.`,
        },
      ]
    : [];
};

const primary: Check = (config, entries, draft) => {
  const region = config.routing?.primary;
  return region && isAbsent(region, entries, draft)
    ? [
        {
          path: 'routing.primary',
          message: `${shown(region)} is not in \`regions\` (${listed(namesOf(entries))}). Take one of them, or add it.`,
        },
      ]
    : [];
};

const apps: Check = (config) =>
  (config.routing?.apps ?? []).flatMap((app: string | undefined, index, all): Problem[] =>
    app === undefined || all.indexOf(app) === index
      ? []
      : [
          {
            path: pathText(['routing', 'apps', index]),
            message: `${shown(app)} is already routing.apps[${all.indexOf(app)}]. Name each application once.`,
          },
        ],
  );

const zones: Check = (config, entries, draft) => {
  if (!config.routing || draft.refused(['routing', 'zones'])) return [];
  const zonesByName = Object.entries(config.routing.zones ?? {});
  const residency = config.pattern === 'data-residency';
  if (!residency)
    return zonesByName.length === 0
      ? []
      : [
          {
            path: 'routing.zones',
            message: `only pattern "data-residency" has zones, and \`pattern\` is ${shown(config.pattern ?? 'active-passive')}. Take them out, or change \`pattern\`.`,
          },
        ];
  const zoneOf = new Map<string, string>();
  const problems = zonesByName.flatMap(([zone, regions]) =>
    (regions ?? []).flatMap((region: string | undefined, index): Problem[] => {
      if (region === undefined) return [];
      const path = pathText(['routing', 'zones', zone, index]);
      if (isAbsent(region, entries, draft))
        return [
          { path, message: `${region} is not in \`regions\` (${listed(namesOf(entries))}). Take it out, or add it.` },
        ];
      const first = zoneOf.get(region);
      if (first !== undefined)
        return [{ path, message: `${region} is in the zone ${shown(first)} already. A Region is in one zone.` }];
      zoneOf.set(region, zone);
      return [];
    }),
  );
  const without = namesOf(entries).filter((name) => !zoneOf.has(name));
  if (without.length > 0 && problems.length === 0 && draft.unreadRegions.length === 0)
    problems.push({
      path: 'routing.zones',
      message: `no zone for ${listed(without)}. With pattern "data-residency" a writer moves within its zone: put every Region of \`regions\` in one, such as { "eu": ["eu-west-1"] }.`,
    });
  return problems;
};

const registerState: Check = (config, entries) => {
  const state = config.routing?.register?.state;
  if (!state || state === 'active') return [];
  const set = config.routing?.register.set;
  const known = set && REGISTER_REGIONS[set].every((region) => entries.some(({ name }) => name === region));
  return known
    ? [
        {
          path: 'routing.register.state',
          message: `${shown(state)}, but all three Regions of the set ${shown(set)} are in \`regions\`: their states count there. Take it out.`,
        },
      ]
    : [];
};

const photos: Check = (config, _entries, { refused }) => {
  const wanted = config.routing?.photos;
  if (!wanted) return [];
  const problems: Problem[] = [];
  const bucket = config.buckets?.[wanted.bucket];
  if (wanted.bucket !== undefined && !bucket && !refused(['buckets']) && !refused(['buckets', wanted.bucket]))
    problems.push({
      path: 'routing.photos.bucket',
      message: `${shown(wanted.bucket)} is not in \`buckets\` (${listed(Object.keys(config.buckets ?? {})) || 'which is empty'}). Name one of them, or add it.`,
    });
  else if (bucket?.replication === 'none')
    problems.push({
      path: 'routing.photos.bucket',
      message: `${shown(wanted.bucket)} keeps its objects in each Region (replication "none"): photos would be missing after a failover. Set "mesh".`,
    });
  const known = config.routing?.apps ?? (config.name === undefined ? [] : [config.name]);
  if (wanted.app !== undefined && known.length > 0 && !known.includes(wanted.app))
    problems.push({
      path: 'routing.photos.app',
      message: `${shown(wanted.app)} is not in \`routing.apps\` (${listed(known)}). Name one of them, or add it.`,
    });
  if (wanted.app === undefined && known.length > 1 && !refused(['routing', 'photos', 'app']))
    problems.push({
      path: 'routing.photos.app',
      message: `missing, and there are several applications. Write one of ${listed(known)}.`,
    });
  if (!config.identity && !refused(['identity']))
    problems.push({
      path: 'routing.photos',
      message: 'needs users, and there are no pools for them. Write `identity: {}`, or take it out.',
    });
  return problems;
};

const identity: Check = (config, _entries, { refused }) => {
  if (!config.identity) return [];
  if (!config.routing && !refused(['routing']))
    return [
      {
        path: 'identity',
        message: 'profiles are written through the fence of the routing layer. Write `routing: {}`, or take it out.',
      },
    ];
  return config.pattern === 'data-residency'
    ? [
        {
          path: 'identity',
          message:
            'profiles are copied to every Region. With pattern "data-residency" no data may leave its Region: take it out, or change `pattern`.',
        },
      ]
    : [];
};

const tableNames: Check = (config) =>
  config.routing
    ? ROUTING_TABLES.filter((name) => Object.hasOwn(config.tables ?? {}, name)).map((name) => ({
        path: pathText(['tables', name]),
        message: `"${name}" is a table of the routing layer. Take another name.`,
      }))
    : [];

/** What the routing layer and what stands on it need. */
export const ROUTING_CHECKS: readonly Check[] = [
  partition,
  primary,
  apps,
  zones,
  registerState,
  photos,
  identity,
  tableNames,
];
