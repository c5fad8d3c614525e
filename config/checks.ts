import { type RegionName, regionFacts, STRONG_CONSISTENCY_SETS } from './catalog';
import { engineProblems } from './engines';
import { STATE_BUCKET } from './names';
import { listed, nearest, type Problem, pathText, shown } from './problems';
import type { CompleteConfig, DataFate, RegionState } from './schema';
import { canonicalCidr, cidrsOverlap, NETWORK_PREFIX, parseCidr } from './topology';

/**
 * What is left of a config when all that the schema refused is taken out of it: the checks say what else is wrong, so
 * that every problem comes at once. They judge only what is there.
 */
export interface Draft {
  readonly config: Partial<CompleteConfig>;
  /** Whether a value was there that the schema refused. */
  readonly refused: (path: readonly PropertyKey[]) => boolean;
  /** Entries of `regions` that name no Region, as they were written: each may be meant to be the one that is missed. */
  readonly unreadRegions: readonly (string | undefined)[];
}

/** An entry of `regions` as it may be in a draft; one that was refused is a gap. */
type RegionEntry =
  | RegionName
  | {
      readonly name?: RegionName | undefined;
      readonly state?: RegionState | undefined;
      readonly data?: DataFate | undefined;
    };

interface Entry {
  readonly name: RegionName;
  readonly state: RegionState;
  readonly data: DataFate | undefined;
  /** `regions[2]`. */
  readonly path: string;
}

type Check = (config: Partial<CompleteConfig>, entries: readonly Entry[], draft: Draft) => Problem[];

/** Everything that is wrong with the draft beyond its shape. */
export function problemsOf(draft: Draft): Problem[] {
  const entries = (draft.config.regions ?? []).flatMap((entry: RegionEntry | undefined, index): Entry[] => {
    const {
      name,
      state = 'active',
      data,
    }: Exclude<RegionEntry, string> = typeof entry === 'string' ? { name: entry } : (entry ?? {});
    return name ? [{ name, state, data, path: pathText(['regions', index]) }] : [];
  });
  return CHECKS.flatMap((check) => check(draft.config, entries, draft));
}

const namesOf = (entries: readonly Entry[]): RegionName[] => [...new Set(entries.map(({ name }) => name))];

/** Whether the Region is surely not in the list: no entry is it, and none that can't be read may be meant to be it. */
const isAbsent = (region: string, entries: readonly Entry[], { unreadRegions }: Draft): boolean =>
  entries.length > 0 &&
  !entries.some(({ name }) => name === region) &&
  !unreadRegions.some((name) => name === undefined || nearest(name, [region]));

/** The home Region and where it is written; `undefined` where that can't be read. */
function homeOf(config: Partial<CompleteConfig>, entries: readonly Entry[], { refused }: Draft) {
  if (config.home) return { region: config.home, path: 'home' };
  const first = entries[0];
  return first?.path === 'regions[0]' && !refused(['home']) ? { region: first.name, path: first.path } : undefined;
}

const writerOf = (config: Partial<CompleteConfig>, entries: readonly Entry[], draft: Draft): RegionName | undefined =>
  draft.refused(['writer']) ? undefined : (config.writer ?? homeOf(config, entries, draft)?.region);

const reservedPlatformName: Check = ({ name }) =>
  name === undefined || !RESERVED_BEGINNING.test(`${name}-`)
    ? []
    : [
        {
          path: 'name',
          message: `${shown(name)}: AWS keeps names that begin so to itself (aws and ssm for parameters, sg- for security groups, sthree- and amzn-s3-demo- for buckets). Take another name.`,
        },
      ];

/** "Understanding parameter name requirements and constraints", "CreateSecurityGroup", "General purpose bucket naming rules". */
const RESERVED_BEGINNING = /^(aws|ssm|sg-|sthree-|amzn-s3-demo-)/;

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
    return [
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

const reservedNames: Check = (config) =>
  config.buckets && Object.hasOwn(config.buckets, STATE_BUCKET)
    ? [
        {
          path: pathText(['buckets', STATE_BUCKET]),
          message: `"${STATE_BUCKET}" is the name of the Terraform state's bucket. Take another name.`,
        },
      ]
    : [];

const stateBuckets: Check = (config, entries, { refused }) => {
  const { buckets, backend, bootstrapped } = config.state ?? {};
  const problems: Problem[] = [];
  if (bootstrapped && (buckets || backend === 'local'))
    problems.push({
      path: 'state.bootstrapped',
      message: `true, but with ${buckets ? '`state.buckets`' : '`state.backend` "local"'} there is no bootstrap stack. Leave it out.`,
    });
  if (!buckets) return problems;
  if (backend === 'local')
    problems.push({
      path: 'state.buckets',
      message: '`state.backend` is "local", which uses no bucket. Leave one of the two out.',
    });
  const missing = namesOf(entries).filter(
    (region) => !Object.hasOwn(buckets, region) && !refused(['state', 'buckets', region]),
  );
  if (missing.length > 0)
    problems.push({
      path: 'state.buckets',
      message: `no bucket for ${listed(missing)}. Name one for every Region of \`regions\`, or leave \`state.buckets\` out: bootstrap then makes them.`,
    });
  const named = Object.entries(buckets);
  for (const [region, bucket] of named) {
    const first = named.find(([, other]) => other === bucket)?.[0];
    if (first !== region)
      problems.push({
        path: pathText(['state', 'buckets', region]),
        message: `${shown(bucket)} is the bucket of ${first} already. A bucket is in one Region: name another.`,
      });
  }
  return problems;
};

const assumeRole: Check = ({ assumeRole: arn, account }, entries) => {
  if (!arn) return [];
  const [, partition, , , owner] = arn.split(':');
  const problems: Problem[] = [];
  if (account !== undefined && owner !== account)
    problems.push({
      path: 'assumeRole',
      message: `the role is in account ${owner}, and every provider refuses to work outside ${account} (\`account\`). Name a role of ${account}.`,
    });
  const expected = entries[0] && regionFacts(entries[0].name).partition;
  if (expected && partition !== expected)
    problems.push({
      path: 'assumeRole',
      message: `the role is in the partition ${partition}, the Regions are in ${expected}. Write "arn:${expected}:iam::...".`,
    });
  return problems;
};

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

/** Ranges that no VPC can have: this network, loopback, link-local, multicast and reserved ("VPC CIDR blocks", RFC 6890). */
const UNUSABLE_CIDRS = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'] as const;

const network: Check = (config) => {
  const cidr = config.network?.cidr;
  if (cidr === undefined) return [];
  const { prefix } = parseCidr(cidr);
  if (prefix < NETWORK_PREFIX.min || prefix > NETWORK_PREFIX.max)
    return [
      {
        path: 'network.cidr',
        message: `${shown(cidr)}: /${prefix} is out of range. Allowed: /${NETWORK_PREFIX.min} to /${NETWORK_PREFIX.max}, as each of 64 Region slots takes a /16. Use "10.0.0.0/8".`,
      },
    ];
  const unusable = UNUSABLE_CIDRS.find((other) => cidrsOverlap(cidr, other));
  return unusable
    ? [{ path: 'network.cidr', message: `${shown(cidr)} holds ${unusable}, which no VPC can use. Use "10.0.0.0/8".` }]
    : [];
};

/** Tags that Meridian sets itself. */
export const OWN_TAGS = ['platform', 'environment', 'region', 'stack'] as const;

/** 50 a resource ("Tag naming limits and requirements"), less Meridian's own and `Name`. */
const MAX_TAGS = 50 - OWN_TAGS.length - 1;

const tags: Check = (config) => {
  const keys = Object.keys(config.tags ?? {});
  const problems = keys.flatMap((tag, index): Problem[] => {
    const path = pathText(['tags', tag]);
    // IAM takes two keys that differ only in case for one ("Tags for AWS Identity and Access Management resources").
    const same = (other: string): boolean => other.toLowerCase() === tag.toLowerCase();
    if (OWN_TAGS.some(same))
      return [{ path, message: `${shown(tag)} is set by Meridian itself (${OWN_TAGS.join(', ')}). Take another key.` }];
    if (/^aws:/i.test(tag)) return [{ path, message: 'keys that begin with "aws:" are AWS\'s own. Take another key.' }];
    const first = keys.findIndex(same);
    return first === index
      ? []
      : [
          {
            path,
            message: `${shown(tag)} and ${shown(keys[first])} differ only in case, which IAM refuses. Keep one.`,
          },
        ];
  });
  if (keys.length > MAX_TAGS)
    problems.push({
      path: 'tags',
      message: `${keys.length} tags. Allowed: ${MAX_TAGS}, as AWS takes 50 a resource and Meridian sets some itself. Take some out.`,
    });
  return problems;
};

const CHECKS: readonly Check[] = [
  reservedPlatformName,
  twice,
  onePartition,
  someActive,
  homeAndWriter,
  formerHome,
  leaving,
  former,
  strongTables,
  tableKeys,
  engines,
  clientCidrs,
  reservedNames,
  stateBuckets,
  assumeRole,
  meshBuckets,
  residency,
  network,
  tags,
];
