import { FUNCTION_NAMES, type FunctionName } from '../../../modules/routing/functions';
import { permissionsOf, type RoutingResources } from '../../../modules/routing/permissions';
import { ControlWorld, type WorldOptions } from '../../lambdas/shared/control-world';

/** Short names in place of ARNs, so that the table below can be read. */
const RESOURCES: RoutingResources = {
  region: 'eu-west-1',
  control: ['control in 3 Regions'],
  fence: 'own fence',
  fences: 'any fence',
  updaters: 'any updater',
  databases: ['own database'],
  failedEvents: 'queue',
  key: 'own key',
  keys: 'any key',
  content: { own: 'own content', any: 'any content' },
  directory: 'own directory',
  reconcile: 'own reconcile',
  photos: { own: 'own bucket', any: ['any bucket'] },
  userPools: { arn: 'own pools', tags: { environment: 'prod', platform: 'orders' } },
};

/** `dynamodb: GetItem on own fence`, sorted; what is denied, and what is allowed under a condition, says so. */
const tableOf = (name: FunctionName, resources = RESOURCES): string[] =>
  permissionsOf(name, resources)
    .flatMap((statement) => {
      const { effect, actions, conditions } = statement;
      const under = conditions ? ` if ${JSON.stringify(Object.values(conditions)[0])}` : '';
      return actions.flatMap((action) =>
        ('resources' in statement ? statement.resources : ['all else']).map(
          (resource) => `${effect === 'Deny' ? 'NEVER ' : ''}${action.replace(':', ' ')} on ${resource}${under}`,
        ),
      );
    })
    .sort();

const IN_TRANSACTION = ' if {"dynamodb:EnclosingOperation":"TransactWriteItems"}';
const VIA_TABLES = ' if {"kms:ViaService":"dynamodb.eu-west-1.amazonaws.com"}';
const VIA_S3 = ' if {"kms:ViaService":"s3.eu-west-1.amazonaws.com"}';
const OWN_POOLS = ' if {"aws:ResourceTag/environment":"prod","aws:ResourceTag/platform":"orders"}';

const MOVE = [
  'dynamodb GetItem on any fence',
  'dynamodb GetItem on control in 3 Regions',
  'dynamodb GetItem on own fence',
  'dynamodb PutItem on control in 3 Regions',
  'dynamodb PutItem on own fence',
  'dynamodb Query on control in 3 Regions',
  'dynamodb UpdateItem on any fence',
  'dynamodb UpdateItem on control in 3 Regions',
  'dynamodb UpdateItem on own fence',
  'lambda InvokeFunction on any updater',
];
const LOOK = ['rds DescribeDBInstances on own database', 's3 ListBucket on own bucket'];
const WRITE = [
  ...['BatchWriteItem', 'DeleteItem', 'PartiQL*', 'PutItem', 'UpdateItem'].map(
    (verb) => `NEVER dynamodb ${verb} on own content${IN_TRANSACTION}`,
  ),
  ...['PutItem', 'UpdateItem'].map((verb) => `dynamodb ${verb} on own content${IN_TRANSACTION}`),
  'dynamodb ConditionCheckItem on own fence',
  'dynamodb GetItem on control in 3 Regions',
  'dynamodb GetItem on own fence',
  'dynamodb PutItem on own fence',
  'dynamodb UpdateItem on own fence',
];
const READ_ONE = [
  'dynamodb GetItem on own content',
  `kms Decrypt on own key${VIA_TABLES}`,
  `kms DescribeKey on own key${VIA_TABLES}`,
];
const READ = [...READ_ONE, 'dynamodb Query on own content', 'dynamodb Query on own content/index/*'];

test.each<[name: FunctionName, may: string[]]>([
  ['state-updater', [...MOVE, ...LOOK]],
  ['control-api', [...MOVE, ...LOOK, 'lambda InvokeFunction on own reconcile']],
  [
    'health',
    [
      ...LOOK,
      'dynamodb GetItem on control in 3 Regions',
      'dynamodb GetItem on own fence',
      'dynamodb PutItem on own fence',
      'dynamodb UpdateItem on own fence',
    ],
  ],
  [
    'photos-api',
    [
      ...WRITE,
      ...READ,
      's3 GetObject on own bucket/incoming/*',
      's3 GetObject on own bucket/photos/*',
      's3 PutObject on own bucket/incoming/*',
      's3 PutObject on own bucket/photos/*',
      's3 ListBucket on own bucket',
      `kms Decrypt on own key${VIA_S3}`,
      `kms GenerateDataKey on own key${VIA_S3}`,
    ],
  ],
  ['cognito-triggers', [...WRITE, ...READ_ONE]],
  [
    'profile-apply',
    [
      ...WRITE,
      ...READ,
      'dynamodb PutItem on own directory if {"dynamodb:LeadingKeys":["JWKS#eu-west-1"]}',
      ...[
        'AdminAddUserToGroup',
        'AdminCreateUser',
        'AdminDisableUser',
        'AdminEnableUser',
        'AdminRemoveUserFromGroup',
        'AdminUpdateUserAttributes',
        'ListGroups',
        'ListUsers',
        'ListUsersInGroup',
      ].map((verb) => `cognito-idp ${verb} on own pools${OWN_POOLS}`),
      'sqs SendMessage on queue',
    ],
  ],
  [
    'authorizer',
    [
      'dynamodb GetItem on own directory if {"dynamodb:LeadingKeys":["JWKS#*"]}',
      `kms Decrypt on own key${VIA_TABLES}`,
      `kms DescribeKey on own key${VIA_TABLES}`,
    ],
  ],
  [
    'reconcile',
    [
      'dynamodb GetItem on control in 3 Regions',
      'dynamodb Query on control in 3 Regions',
      'dynamodb GetItem on own fence',
      'dynamodb PutItem on own fence',
      'dynamodb GetItem on any content',
      'dynamodb Query on any content/index/*',
      'kms Decrypt on any key if {"kms:ViaService":"dynamodb.*.amazonaws.com"}',
      'kms DescribeKey on any key if {"kms:ViaService":"dynamodb.*.amazonaws.com"}',
      's3 GetObject on any bucket/photos/*',
      's3 ListBucket on any bucket',
      'kms Decrypt on any key if {"kms:ViaService":"s3.*.amazonaws.com"}',
      'sqs SendMessage on queue',
    ],
  ],
])('%s may do this, and nothing else', (name, may) => expect(tableOf(name)).toEqual([...may].sort()));

test.each(FUNCTION_NAMES)('%s: every statement has an id of its own', (name) => {
  const ids = permissionsOf(name, RESOURCES).map(({ sid }) => sid);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a platform that is less has less: no bucket, database, users or content in any of it', () => {
  const { content, directory, reconcile, photos, userPools, ...bare } = RESOURCES;
  for (const name of ['state-updater', 'control-api', 'health'] as const)
    expect(tableOf(name, { ...bare, databases: [] }).filter((line) => !/control|fence|updater/.test(line))).toEqual([]);
});

describe('of other Regions’ fences a move needs no more than the roles give', () => {
  /** What each call of a fence table is to IAM (`lambdas/shared/dynamo/fence-table.ts`). */
  const ACTIONS = new Map([
    ['readLease', 'GetItem'],
    ['readPerson', 'GetItem'],
    ['readShard', 'GetItem'],
    ['putPerson', 'PutItem'],
    ['writeLease', 'PutItem'],
    ['setShard', 'UpdateItem'],
  ]);

  /** Lines of the table above, of all that a move asked of fences that are not its Region's. */
  async function askedBy(move: (world: ControlWorld) => Promise<unknown>, options: WorldOptions): Promise<string[]> {
    const world = new ControlWorld(options);
    const asked = new Set<string>();
    for (const region of ['us-east-1', 'ap-southeast-2']) {
      const fence = world.fence(region);
      world.fences.set(
        region,
        new Proxy(fence, {
          get(target, name) {
            const found: unknown = Reflect.get(target, name);
            if (typeof found !== 'function') return found;
            asked.add(`dynamodb ${ACTIONS.get(String(name)) ?? String(name)} on any fence`);
            return found.bind(target);
          },
        }),
      );
    }
    await move(world);
    return [...asked].sort();
  }
  const THREE = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];
  const failover = async (world: ControlWorld): Promise<void> => {
    const event = {
      AppId: 'orders',
      TableName: 'orders-prod-control',
      NewState: 'failover',
      TargetRegion: 'eu-west-1',
    };
    expect(await world.update('eu-west-1', { ...event, Reason: 'exercise' })).toMatchObject({ statusCode: 200 });
  };

  test('from a register that holds nothing, which they are asked about', async () => {
    const asked = await askedBy(failover, { regions: THREE });
    expect(asked).toEqual(['dynamodb GetItem on any fence', 'dynamodb UpdateItem on any fence']);
    expect(tableOf('state-updater')).toEqual(expect.arrayContaining(asked));
    expect(tableOf('control-api')).toEqual(expect.arrayContaining(asked));
  });

  test('with zones, where they also keep who asked', async () => {
    const zones = new Map([['all', THREE]]);
    const asked = await askedBy(failover, { regions: THREE, environment: { pattern: 'data-residency', zones } });
    expect(tableOf('state-updater', { ...RESOURCES, zoned: true })).toEqual(expect.arrayContaining(asked));
  });
});

test('with zones, what is personal about a move is kept in the fence tables of the zone', () =>
  expect(tableOf('state-updater', { ...RESOURCES, zoned: true })).toEqual(
    expect.arrayContaining(['dynamodb GetItem on any fence', 'dynamodb PutItem on any fence']),
  ));
