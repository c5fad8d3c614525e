import { type RegionName, regionFacts } from '../catalog';
import { listed, type Problem, pathText, shown } from '../problems';
import type { RegionState } from '../schema';
import { type Check, homeOf, isAbsent, namesOf } from './draft';

const twice: Check = (_config, entries) =>
  entries.flatMap(({ name, path }, index) => {
    const first = entries.find((other) => other.name === name);
    return first === entries[index]
      ? []
      : [{ path, message: `${shown(name)} is already ${first?.path}. Name each Region once.` }];
  });

const onePartition: Check = (_config, entries) => {
  const first = entries[0];
  if (!first) return [];
  const { partition } = regionFacts(first.name);
  return entries
    .filter(({ name }) => regionFacts(name).partition !== partition)
    .map(({ name, path }) => ({
      path,
      message: `${shown(name)} is in the partition ${regionFacts(name).partition}, ${shown(first.name)} in ${partition}. Nothing replicates across partitions: make one platform for each.`,
    }));
};

const someActive: Check = (_config, entries, { unreadRegions }) =>
  entries.length === 0 || unreadRegions.length > 0 || entries.some(({ state }) => state === 'active')
    ? []
    : [
        {
          path: 'regions',
          message: `no Region is active: ${listed(entries.map(({ name, state }) => `${name} is ${state}`))}. Leave at least one active.`,
        },
      ];

const homeAndWriter: Check = (config, entries, draft) => {
  const home = homeOf(config, entries, draft);
  const roles = [
    ...(home ? [{ ...home, role: 'home' as const }] : []),
    ...(config.writer ? [{ region: config.writer, path: 'writer', role: 'writer' as const }] : []),
  ];
  return roles.flatMap(({ path, role, region }) => {
    if (isAbsent(region, entries, draft))
      return [
        {
          path,
          message: `${shown(region)} is not in \`regions\` (${listed(namesOf(entries))}). Take one of them, or add it.`,
        },
      ];
    const state = entries.find(({ name }) => name === region)?.state ?? 'active';
    // Where no Region is active, that is the problem.
    if (state === 'active' || !entries.some((entry) => entry.state === 'active')) return [];
    return [{ path, message: NOT_ACTIVE[role](region, state) }];
  });
};

const formerHome: Check = (config, entries, draft) => {
  const region = config.formerHome;
  const home = homeOf(config, entries, draft)?.region;
  if (region === undefined || home === undefined) return [];
  const path = 'formerHome';
  if (region === home)
    return [
      {
        path,
        message: `${region} is the home Region. Set \`home\` to the Region that takes over, or take \`formerHome\` out.`,
      },
    ];
  return regionFacts(region).partition === regionFacts(home).partition
    ? []
    : [{ path, message: `${region} is in another partition than ${home}. Home can only have been in the same one.` }];
};

const leaving: Check = (config, entries, { refused }) =>
  entries.flatMap(({ name, state, data, path }): Problem[] => {
    if (state !== 'leaving') {
      return data === undefined
        ? []
        : [
            {
              path: `${path}.data`,
              message: `${shown(data)}: only a Region that is leaving gives up its data, and ${name} is ${state}. Take it out.`,
            },
          ];
    }
    const kept = Object.keys(config.databases ?? {}).filter(
      (database) => config.databases?.[database]?.former?.[name] === 'keep',
    );
    const isFormerHome = config.formerHome === name;
    const strong = Object.entries(config.tables ?? {}).filter(([, { consistency }]) => consistency === 'strong');
    const away = entries.filter((other) => other.state === 'evacuated' || other.state === 'returning');
    const copied = [...Object.keys(config.tables ?? {}), ...(config.identity ? ['content', 'directory'] : [])];
    return [
      ...(away.length > 0 && copied.length > 0
        ? [
            {
              path,
              message: `${name} is leaving and ${listed(away.map((other) => `${other.name} ${other.state}`))}: until that is over foundation leaves global tables (${copied.join(', ')}) as they are, and their replicas in ${name} could not be taken out. Make ${name} "active" until then; where its data is destroyed already, take it out of \`regions\`.`,
            },
          ]
        : []),
      ...(isFormerHome
        ? [
            {
              path,
              message: `${name} is \`formerHome\` and leaving: the primary of the multi-Region keys is there, and cannot go before its replicas. Leave it active, or "evacuated".`,
            },
          ]
        : []),
      ...strong.map(([table]) => ({
        path: pathText(['tables', table, 'consistency']),
        message: `"strong", and ${name} is leaving: DynamoDB takes no single Region out of such a table. Take the table out first, or make the Region's state "evacuated".`,
      })),
      ...(data === undefined && !refused(['regions', Number(/\d+/.exec(path)?.[0]), 'data'])
        ? [
            {
              path: `${path}.data`,
              message: `missing. ${name} is leaving, and what is in its buckets and in its replicas goes with it. Write "release" to lift their protection, then "destroy" to delete them; or make the state "evacuated", which leaves all of it where it is.`,
            },
          ]
        : []),
      ...kept.map((database) => ({
        path: pathText(['databases', database, 'former', name]),
        message: `"keep", and ${name} is leaving: its instance is protected. Write "release" first, and apply that.`,
      })),
    ];
  });

const NOT_ACTIVE = {
  home: (region: RegionName, state: RegionState) =>
    `${region} is the home Region and ${state}. foundation's roles, tables and primary key live there, so it cannot be planned without it; recovery does not need it. Leave it active and deploy the other Regions' stacks; if ${region} is gone for good, move \`home\` (docs/deploy.md, "When the home Region is gone").`,
  writer: (region: RegionName, state: RegionState) =>
    `${region} is the writer and ${state}. Set \`writer\` to an active Region: the instance there is promoted.`,
} as const;

/** What the list of Regions, home and writer must be to one another. */
export const REGIONS_CHECKS: readonly Check[] = [twice, onePartition, someActive, homeAndWriter, formerHome, leaving];
