import type { RegionName } from '../../config/catalog';
import type { PolicyStatement } from '../security/policy-document';
import type { FunctionName } from './functions';

/** What the functions of one Region work with, by ARN; absent is what the platform does not have. */
export interface RoutingResources {
  readonly region: RegionName;
  /** The register, in each of its three Regions. */
  readonly control: readonly string[];
  /** This Region's fence table. */
  readonly fence: string;
  /** The fence table of any Region, one that joins later included. */
  readonly fences: string;
  /** Whether writers move within zones: what is personal about a move then stays in the zone's own fence tables. */
  readonly zoned?: boolean;
  /** This Region's state updater. */
  readonly updaters: string;
  readonly databases: readonly string[];
  /** Queue of this Region for events that a function could not handle. */
  readonly failedEvents: string;
  /** This Region's data key, and the one of any Region. */
  readonly key: string;
  readonly keys: string;
  readonly content?: { readonly own: string; readonly any: string } | undefined;
  readonly directory?: string | undefined;
  readonly reconcile?: string | undefined;
  readonly photos?: { readonly own: string; readonly any: readonly string[] } | undefined;
  /** Pools of this Region, and the tags of the platform's own: a pool's id is known only once it is there. */
  readonly userPools?: { readonly arn: string; readonly tags: Readonly<Record<string, string>> } | undefined;
}

/** Where uploads arrive, and where photos are kept. */
export const PREFIXES = { incoming: 'incoming/', photos: 'photos/' } as const;

/**
 * All that a function may do in its Region, besides writing its log and its traces. A list of Regions stands in none of
 * them, so that a Region that joins changes no role of another.
 */
export function permissionsOf(name: FunctionName, resources: RoutingResources): PolicyStatement[] {
  return PERMISSIONS[name](resources);
}

type Permissions = (resources: RoutingResources) => PolicyStatement[];

const PERMISSIONS: Readonly<Record<FunctionName, Permissions>> = {
  'state-updater': (resources) => [...moveTheWriter(resources), ...lookAfter(resources)],
  'control-api': (resources) => [
    ...moveTheWriter(resources),
    ...lookAfter(resources),
    ...(resources.reconcile
      ? [{ sid: 'StartReconcile', actions: ['lambda:InvokeFunction'], resources: [resources.reconcile] }]
      : []),
  ],
  health: (resources) => [readRegister(resources), renewOwnFence(resources), ...lookAfter(resources)],
  'photos-api': (resources) => [...writeFenced(resources), ...readContent(resources), ...keepPhotos(resources)],
  'cognito-triggers': (resources) => [...writeFenced(resources), ...readProfile(resources)],
  'profile-apply': (resources) => [
    ...writeFenced(resources),
    ...readContent(resources),
    ...announcePool(resources),
    ...applyProfiles(resources),
    giveUpEvents(resources),
  ],
  authorizer: ({ region, directory, key }) =>
    directory === undefined
      ? []
      : [
          {
            sid: 'ReadKeysOfPools',
            actions: ['dynamodb:GetItem'],
            resources: [directory],
            conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['JWKS#*'] } },
          },
          useTableKey(key, region),
        ],
  reconcile: (resources) => [readHistory(resources), ...compareRegions(resources), giveUpEvents(resources)],
};

/** History too: which epochs there were to compare. */
const readHistory = ({ control }: RoutingResources): PolicyStatement => ({
  sid: 'ReadHistory',
  actions: ['dynamodb:GetItem', 'dynamodb:Query'],
  resources: control,
});

const readRegister = ({ control }: RoutingResources): PolicyStatement => ({
  sid: 'ReadRegister',
  actions: ['dynamodb:GetItem'],
  resources: control,
});

const renewOwnFence = ({ fence }: RoutingResources): PolicyStatement => ({
  sid: 'RenewOwnFence',
  actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  resources: [fence],
});

/** The register, every Region's fence, and the updater of the Region that is to write. */
const moveTheWriter = (resources: RoutingResources): PolicyStatement[] => [
  {
    sid: 'ChangeRegister',
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    resources: resources.control,
  },
  renewOwnFence(resources),
  {
    // Read too: where the register is empty, what the Regions remember says how far it had come.
    sid: 'CloseFences',
    actions: ['dynamodb:GetItem', ...(resources.zoned ? ['dynamodb:PutItem'] : []), 'dynamodb:UpdateItem'],
    resources: [resources.fences],
  },
  { sid: 'AskOtherUpdaters', actions: ['lambda:InvokeFunction'], resources: [resources.updaters] },
];

/** What the Region's health looks at, besides the own fence. */
const lookAfter = ({ photos, databases }: RoutingResources): PolicyStatement[] => [
  // HeadBucket ("Required permissions for Amazon S3 API operations").
  ...(photos ? [{ sid: 'LookAtBucket', actions: ['s3:ListBucket'], resources: [photos.own] }] : []),
  ...(databases.length > 0
    ? [{ sid: 'LookAtDatabases', actions: ['rds:DescribeDBInstances'], resources: databases }]
    : []),
];

/** A write counts only together with the own fence, in one transaction ("IAM with transactions"). */
const writeFenced = (resources: RoutingResources): PolicyStatement[] => {
  const { content, fence } = resources;
  if (!content) return [];
  const plain = ['dynamodb:PutItem', 'dynamodb:UpdateItem'];
  return [
    readRegister(resources),
    renewOwnFence(resources),
    { sid: 'CheckOwnFence', actions: ['dynamodb:ConditionCheckItem'], resources: [fence] },
    {
      sid: 'WriteInTransactions',
      actions: plain,
      resources: [content.own],
      conditions: { StringEquals: { 'dynamodb:EnclosingOperation': 'TransactWriteItems' } },
    },
    {
      // Whatever else the role is given one day. Without the key in a request the condition holds too.
      sid: 'NeverWritePlainly',
      effect: 'Deny',
      actions: ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', ...plain, 'dynamodb:PartiQL*'],
      resources: [content.own],
      conditions: { StringNotEquals: { 'dynamodb:EnclosingOperation': 'TransactWriteItems' } },
    },
  ];
};

/** One item at a time, by its key. */
const readProfile = ({ content, key, region }: RoutingResources): PolicyStatement[] =>
  content
    ? [{ sid: 'ReadContent', actions: ['dynamodb:GetItem'], resources: [content.own] }, useTableKey(key, region)]
    : [];

const readContent = ({ content, key, region }: RoutingResources): PolicyStatement[] =>
  content
    ? [
        { sid: 'ReadContent', actions: ['dynamodb:GetItem', 'dynamodb:Query'], resources: [content.own] },
        { sid: 'ReadIndexes', actions: ['dynamodb:Query'], resources: [`${content.own}/index/*`] },
        useTableKey(key, region),
      ]
    : [];

/** DynamoDB asks for a table's key in the name of whoever calls ("Managing encrypted tables in DynamoDB", usage notes). */
const useTableKey = (key: string, region: RegionName | '*'): PolicyStatement => ({
  sid: 'UseKeyThroughTables',
  actions: ['kms:Decrypt', 'kms:DescribeKey'],
  resources: [key],
  conditions: { StringLike: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` } },
});

/** Uploads arrive under one prefix and are copied to the other once they were checked. */
const keepPhotos = ({ photos, key, region }: RoutingResources): PolicyStatement[] => {
  if (!photos) return [];
  const objects = [PREFIXES.incoming, PREFIXES.photos].map((prefix) => `${photos.own}/${prefix}*`);
  return [
    { sid: 'KeepPhotos', actions: ['s3:GetObject', 's3:PutObject'], resources: objects },
    {
      // Without it S3 answers 403 for an object that is not there ("HeadObject", permissions).
      sid: 'TellWhatIsMissing',
      actions: ['s3:ListBucket'],
      resources: [photos.own],
    },
    {
      sid: 'UseKeyThroughS3',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [key],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
    },
  ];
};

/** Only this Region's item: each is written by its own Region. */
const announcePool = ({ directory, region }: RoutingResources): PolicyStatement[] =>
  directory === undefined
    ? []
    : [
        {
          sid: 'AnnouncePool',
          actions: ['dynamodb:PutItem'],
          resources: [directory],
          conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [`JWKS#${region}`] } },
        },
      ];

/** On the platform's own pools of this Region. Never AdminGetUser: it counts the user as active ("Amazon Cognito pricing"). */
const applyProfiles = ({ userPools }: RoutingResources): PolicyStatement[] => {
  if (!userPools) return [];
  const tags = Object.entries(userPools.tags).map(([tag, value]) => [`aws:ResourceTag/${tag}`, value] as const);
  return [
    {
      sid: 'ApplyProfiles',
      actions: [
        'cognito-idp:AdminAddUserToGroup',
        'cognito-idp:AdminCreateUser',
        'cognito-idp:AdminDisableUser',
        'cognito-idp:AdminEnableUser',
        'cognito-idp:AdminRemoveUserFromGroup',
        'cognito-idp:AdminUpdateUserAttributes',
        'cognito-idp:ListGroups',
        'cognito-idp:ListUsers',
        'cognito-idp:ListUsersInGroup',
      ],
      resources: [userPools.arn],
      conditions: { StringEquals: Object.fromEntries(tags) },
    },
  ];
};

/** The same things in two Regions; which two is a matter of the moment. */
const compareRegions = ({ content, photos, keys, fence }: RoutingResources): PolicyStatement[] => [
  { sid: 'KeepReport', actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: [fence] },
  ...(content
    ? [
        { sid: 'CompareContent', actions: ['dynamodb:GetItem'], resources: [content.any] },
        { sid: 'CompareOrigins', actions: ['dynamodb:Query'], resources: [`${content.any}/index/*`] },
        useTableKey(keys, '*'),
      ]
    : []),
  ...(photos
    ? [
        {
          sid: 'CompareObjects',
          actions: ['s3:GetObject'],
          resources: photos.any.map((arn) => `${arn}/${PREFIXES.photos}*`),
        },
        { sid: 'TellWhatIsMissing', actions: ['s3:ListBucket'], resources: photos.any },
        {
          sid: 'UseKeyThroughS3',
          actions: ['kms:Decrypt'],
          resources: [keys],
          conditions: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } },
        },
      ]
    : []),
];

const giveUpEvents = ({ failedEvents }: RoutingResources): PolicyStatement => ({
  sid: 'GiveUpEvents',
  actions: ['sqs:SendMessage'],
  resources: [failedEvents],
});
