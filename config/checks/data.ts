import { STRONG_CONSISTENCY_SETS } from '../catalog';
import { engineProblems } from '../engines';
import { LOG_BUCKETS, STATE_BUCKET } from '../names';
import { listed, type Problem, pathText, shown } from '../problems';
import { canonicalCidr } from '../topology';
import { type Check, isAbsent, namesOf, writerOf } from './draft';

const former: Check = (config, entries, draft) => {
  const writer = writerOf(config, entries, draft);
  return Object.entries(config.databases ?? {}).flatMap(([database, { former }]) =>
    Object.keys(former ?? {}).flatMap((region): Problem[] => {
      const path = pathText(['databases', database, 'former', region]);
      if (region === writer)
        return [
          {
            path,
            message: `${region} is the writer. Only a Region that was the writer before can be kept or released: take the entry out, or move \`writer\`.`,
          },
        ];
      if (!isAbsent(region, entries, draft)) return [];
      return [
        {
          path,
          message: `${region} is not in \`regions\` (${listed(namesOf(entries))}). Take the entry out, or add the Region.`,
        },
      ];
    }),
  );
};

const strongTables: Check = (config, entries, { unreadRegions }) =>
  Object.entries(config.tables ?? {}).flatMap(([table, { consistency, ttl }]): Problem[] => {
    if (consistency !== 'strong') return [];
    const names = namesOf(entries);
    const oneSet = Object.values(STRONG_CONSISTENCY_SETS).some((set) => names.every((name) => set.includes(name)));
    const problems: Problem[] = [];
    if (names.length > 0 && unreadRegions.length === 0 && !(names.length === 3 && oneSet)) {
      problems.push({
        path: pathText(['tables', table, 'consistency']),
        message: `"strong" needs exactly 3 Regions of one set (${Object.entries(STRONG_CONSISTENCY_SETS)
          .map(([set, members]) => `${set}: ${members.join(', ')}`)
          .join('; ')}); found ${listed(names)}. Use "eventual", or list three Regions of one set.`,
      });
    }
    if (ttl !== undefined)
      problems.push({
        path: pathText(['tables', table, 'ttl']),
        message: `${shown(ttl)}: a table with consistency "strong" cannot expire items. Take \`ttl\` out, or use "eventual".`,
      });
    return problems;
  });

const tableKeys: Check = (config) =>
  Object.entries(config.tables ?? {}).flatMap(([table, { hashKey, rangeKey, ttl }]): Problem[] => {
    const problems: Problem[] = [];
    if (rangeKey !== undefined && rangeKey === hashKey)
      problems.push({
        path: pathText(['tables', table, 'rangeKey']),
        message: `${shown(rangeKey)} is the hash key too. Name another attribute.`,
      });
    if (ttl !== undefined && (ttl === hashKey || ttl === rangeKey))
      problems.push({
        path: pathText(['tables', table, 'ttl']),
        message: `${shown(ttl)} is a key of the table, a string; the expiry is a number. Name another attribute.`,
      });
    return problems;
  });

const engines: Check = (config) =>
  Object.entries(config.databases ?? {}).flatMap(([database, settings]) =>
    engineProblems(pathText(['databases', database]), settings),
  );

const clientCidrs: Check = (config) =>
  Object.entries(config.databases ?? {}).flatMap(([database, { clientCidrs }]) =>
    (clientCidrs ?? []).flatMap((cidr: string | undefined, index, all): Problem[] => {
      if (cidr === undefined) return [];
      const path = pathText(['databases', database, 'clientCidrs', index]);
      // EC2 would store the masked form, and Terraform plan a change for ever ("IpRange").
      if (cidr !== canonicalCidr(cidr))
        return [{ path, message: `${shown(cidr)} does not begin its range. Write ${shown(canonicalCidr(cidr))}.` }];
      return all.indexOf(cidr) === index
        ? []
        : [{ path, message: `${shown(cidr)} is already clientCidrs[${all.indexOf(cidr)}]. Name each range once.` }];
    }),
  );

/** Buckets that Meridian makes itself, by what they hold. */
const OWN_BUCKETS: Readonly<Record<string, string>> = {
  [STATE_BUCKET]: "the Terraform state's bucket",
  [LOG_BUCKETS.flow]: "the flow logs' bucket",
  [LOG_BUCKETS.access]: "the access logs' bucket",
};

const reservedNames: Check = ({ buckets = {} }) =>
  Object.entries(OWN_BUCKETS)
    .filter(([name]) => Object.hasOwn(buckets, name))
    .map(([name, what]) => ({
      path: pathText(['buckets', name]),
      message: `"${name}" is the name of ${what}. Take another name.`,
    }));

/**
 * One role copies the objects of all meshes. Its inline policy holds 10,240 characters ("IAM and AWS STS quotas"), and a
 * bucket of the longest name takes some 340 of them.
 */
export const MAX_MESH_BUCKETS = 25;

const meshBuckets: Check = (config) => {
  const mesh = Object.entries(config.buckets ?? {}).filter(([, { replication }]) => replication === 'mesh');
  return mesh.length <= MAX_MESH_BUCKETS
    ? []
    : [
        {
          path: 'buckets',
          message: `${mesh.length} buckets copy to every Region. Allowed: ${MAX_MESH_BUCKETS}, as the policy of the role that copies them holds no more. Set \`replication: "none"\` where it is not needed, or make a second platform.`,
        },
      ];
};

const residency: Check = (config, entries) => {
  if (config.pattern !== 'data-residency' || entries.length < 2) return [];
  const rule = 'With pattern "data-residency" no data may leave its Region';
  return [
    ...Object.entries(config.buckets ?? {})
      .filter(([, { replication }]) => replication === 'mesh')
      .map(([name]) => ({
        path: pathText(['buckets', name, 'replication']),
        message: `"mesh" (the default) copies to every Region. ${rule}: set "none".`,
      })),
    ...Object.keys(config.tables ?? {}).map((name) => ({
      path: pathText(['tables', name]),
      message: `a global table copies to every Region. ${rule}: take it out, or change \`pattern\`.`,
    })),
    ...Object.keys(config.databases ?? {}).map((name) => ({
      path: pathText(['databases', name]),
      message: `a database has replicas in every Region. ${rule}: take it out, or change \`pattern\`.`,
    })),
  ];
};

/** What AWS refuses of buckets, tables and databases. */
export const DATA_CHECKS: readonly Check[] = [
  former,
  strongTables,
  tableKeys,
  engines,
  clientCidrs,
  reservedNames,
  meshBuckets,
  residency,
];
