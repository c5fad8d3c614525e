import { regionFacts } from '../catalog';
import { listed, type Problem, pathText, shown } from '../problems';
import { type Check, namesOf } from './draft';

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

/** What holds for the platform as a whole: names, state, tags. */
export const PLATFORM_CHECKS: readonly Check[] = [reservedPlatformName, stateBuckets, assumeRole, tags];
