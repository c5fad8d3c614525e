import type { AwsRequest, HttpRequest } from './aws-request';
import type { Answer } from './gateway';

/** Sends a request to the emulator, past the gateway. */
export type Send = (http: HttpRequest) => Promise<Answer>;

/** Something that an emulator gets wrong about one operation, and that can be put right on the way to it or back. */
export interface Mend {
  readonly emulator: string;
  readonly service: string;
  readonly action: string;
  /** What is wrong, and what is done about it, for the report and the docs. */
  readonly why: string;
  /** The request as the emulator is to see it. */
  request?(http: HttpRequest): HttpRequest;
  /** The answer as the provider is to see it; the same one where nothing was wrong. */
  answer?(asked: AwsRequest, http: HttpRequest, answer: Answer, send: Send): Promise<Answer> | Answer;
}

/** Every fault of an emulator that is put right. Seen with moto 5.2.1; where a later one is right, nothing is changed. */
export const MENDS: readonly Mend[] = [
  {
    emulator: 'moto',
    service: 'kms',
    action: 'ReplicateKey',
    why: "a replica keeps the primary's policy, description and tags, and the provider waits for its own for ever: they are set after it",
    async answer(_asked, http, answer, send) {
      if (answer.status >= 300) return answer;
      const { KeyId, ReplicaRegion, Policy, Description, Tags } = json<Replica>(http.body);
      const there = (action: string, input: object): Promise<Answer> =>
        send(kmsRequest(http, action, input, ReplicaRegion));
      if (Policy !== undefined) await there('PutKeyPolicy', { KeyId, PolicyName: 'default', Policy });
      if (Description !== undefined) await there('UpdateKeyDescription', { KeyId, Description });
      if (Tags !== undefined && Tags.length > 0) await there('TagResource', { KeyId, Tags });
      return { ...answer };
    },
  },
  {
    emulator: 'moto',
    service: 'kms',
    action: 'DescribeKey',
    why: 'once a key has a replica, the primary is called a replica too: the answer says by its ARN which it is',
    answer(_asked, _http, answer) {
      if (answer.status >= 300) return answer;
      const described = json<DescribedKey>(answer.body);
      const { Arn, MultiRegionConfiguration: configuration } = described.KeyMetadata ?? {};
      if (!configuration) return answer;
      const is = configuration.PrimaryKey.Arn === Arn ? 'PRIMARY' : 'REPLICA';
      if (configuration.MultiRegionKeyType === is) return answer;
      const metadata = {
        ...described.KeyMetadata,
        MultiRegionConfiguration: { ...configuration, MultiRegionKeyType: is },
      };
      return { ...answer, body: text({ KeyMetadata: metadata }) };
    },
  },
  {
    emulator: 'moto',
    service: 'kms',
    action: 'ListAliases',
    why: "a key and its replicas share one list of aliases: each Region's are listed with its own ARN",
    answer({ region }, _http, answer) {
      if (answer.status >= 300) return answer;
      const listed = json<{ readonly Aliases: readonly Alias[] }>(answer.body);
      if (!Array.isArray(listed.Aliases)) return answer;
      if (listed.Aliases.every(({ AliasArn }) => regionOf(AliasArn) === region)) return answer;
      const own = listed.Aliases.map((alias) => ({
        ...alias,
        AliasArn: alias.AliasArn.replace(/^(arn:[^:]*:kms:)[^:]*/, `$1${region}`),
      }));
      return { ...answer, body: text({ ...listed, Aliases: own }) };
    },
  },
  {
    emulator: 'moto',
    service: 'kms',
    action: 'CreateAlias',
    why: "a key and its replicas share one list of aliases: one that only another Region's key has is not refused as there already",
    async answer({ region }, http, answer, send) {
      if (answer.status < 400) return answer;
      const { AliasName, TargetKeyId } = json<{ readonly AliasName: string; readonly TargetKeyId: string }>(http.body);
      const listed = await send(kmsRequest(http, 'ListAliases', {}));
      if (listed.status >= 300) return answer;
      const { Aliases } = json<{ readonly Aliases: readonly Alias[] }>(listed.body);
      const shared = Aliases.some(
        (alias) =>
          alias.AliasName === AliasName && alias.TargetKeyId === TargetKeyId && regionOf(alias.AliasArn) !== region,
      );
      return shared ? { status: 200, headers: { 'content-type': JSON_TYPE }, body: text({}) } : answer;
    },
  },
  {
    emulator: 'moto',
    service: 's3',
    action: 'PUT ?policy',
    why: 'a refusal that holds under a condition is enforced without it: such statements are kept, and not enforced',
    request(http) {
      const policy = json<Policy>(http.body);
      if (!Array.isArray(policy.Statement)) return http;
      const Statement = policy.Statement.map((statement) =>
        statement.Effect === 'Deny' && statement.Condition !== undefined && statement.Principal === '*'
          ? { ...statement, Principal: NOT_ENFORCED }
          : statement,
      );
      return { ...http, body: text({ ...policy, Statement }) };
    },
  },
  {
    emulator: 'moto',
    service: 's3',
    action: 'GET ?policy',
    why: 'a refusal that holds under a condition is enforced without it: such statements are kept, and not enforced',
    answer(_asked, _http, answer) {
      return { ...answer, body: Buffer.from(answer.body.toString().replaceAll(`"${NOT_ENFORCED}"`, '"*"')) };
    },
  },
];

/** moto lets a statement be where its principal is a name that it does not know. */
const NOT_ENFORCED = 'not-enforced';
const JSON_TYPE = 'application/x-amz-json-1.1';

interface Replica {
  readonly KeyId: string;
  readonly ReplicaRegion: string;
  readonly Policy?: string;
  readonly Description?: string;
  readonly Tags?: readonly unknown[];
}
interface DescribedKey {
  readonly KeyMetadata?: {
    readonly Arn: string;
    readonly MultiRegionConfiguration?: {
      readonly MultiRegionKeyType: string;
      readonly PrimaryKey: { readonly Arn: string };
    };
  };
}
interface Alias {
  readonly AliasArn: string;
  readonly AliasName: string;
  readonly TargetKeyId?: string;
}
interface Policy {
  readonly Statement?: readonly {
    readonly Effect: string;
    readonly Condition?: unknown;
    readonly Principal?: unknown;
  }[];
}

/** The same request for another operation, maybe in another Region. Its signature no longer fits; emulators do not look at it. */
function kmsRequest(http: HttpRequest, action: string, input: object, region?: string): HttpRequest {
  const authorization = String(http.headers.authorization);
  return {
    ...http,
    headers: {
      ...http.headers,
      authorization: region
        ? authorization.replace(/(Credential=[^/]*\/\d+\/)[a-z0-9-]+/, `$1${region}`)
        : authorization,
      'x-amz-target': `TrentService.${action}`,
    },
    body: text(input),
  };
}

const regionOf = (arn: string): string | undefined => arn.split(':')[3];
const json = <T>(body: Buffer): T => JSON.parse(body.toString()) as T;
const text = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** The mends for an emulator's operation. */
export const mendsFor = (emulator: string, { service, action }: AwsRequest): Mend[] =>
  MENDS.filter((mend) => mend.emulator === emulator && mend.service === service && mend.action === action);
