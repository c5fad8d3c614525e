import { type Credentials, signedFetch } from '../shared/signed-fetch';
import { type Attributes, COPY_MARK } from '../shared/users';
import { PoolError, type PoolUser, type UserPool } from './user-pool';

export interface CognitoPoolProps {
  readonly region: string;
  readonly poolId: string;
  readonly credentials: () => Credentials;
  /** Scheme and host of the pool's service. */
  readonly endpoint: string;
  readonly nowMs: () => number;
}

const LIMIT_MS = 3000;
/** Errors that concern the pool or the line, not the user ("Common errors", Amazon Cognito API reference). */
const TRANSIENT =
  /^(TooManyRequestsException|InternalErrorException|LimitExceededException|ThrottlingException|ServiceUnavailable|RequestExpired)/;

/**
 * The pool over Cognito's own protocol: one signed POST a call. The SDK's client would be larger than all the rest of
 * the function.
 */
export function cognitoPool(props: CognitoPoolProps): UserPool {
  const call = (action: string, input: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> =>
    send(props, action, { UserPoolId: props.poolId, ...input });
  return {
    async create(gid, attributes) {
      await call('AdminCreateUser', {
        Username: gid,
        UserAttributes: pairs(attributes),
        // The person has an account already: no invitation. They sign in by a code sent to their e-mail.
        MessageAction: 'SUPPRESS',
        ClientMetadata: { [COPY_MARK.name]: COPY_MARK.value },
      });
    },
    async update(gid, attributes) {
      await call('AdminUpdateUserAttributes', { Username: gid, UserAttributes: pairs(attributes) });
    },
    async setEnabled(gid, enabled) {
      await call(enabled ? 'AdminEnableUser' : 'AdminDisableUser', { Username: gid });
    },
    async addToGroup(gid, group) {
      await call('AdminAddUserToGroup', { Username: gid, GroupName: group });
    },
    async removeFromGroup(gid, group) {
      await call('AdminRemoveUserFromGroup', { Username: gid, GroupName: group });
    },
    async users(next) {
      const answer = await call('ListUsers', { Limit: 60, ...(next === undefined ? {} : { PaginationToken: next }) });
      return { users: list(answer.Users).flatMap(userIn), next: text(answer.PaginationToken) };
    },
    async groups(next) {
      const answer = await call('ListGroups', { Limit: 60, ...(next === undefined ? {} : { NextToken: next }) });
      return {
        groups: list(answer.Groups).flatMap((group) => text(group.GroupName) ?? []),
        next: text(answer.NextToken),
      };
    },
    async usersOf(group, next) {
      const input = { GroupName: group, Limit: 60, ...(next === undefined ? {} : { NextToken: next }) };
      const answer = await call('ListUsersInGroup', input);
      return { users: list(answer.Users).flatMap((user) => text(user.Username) ?? []), next: text(answer.NextToken) };
    },
  };
}

async function send(
  { region, credentials, endpoint, nowMs }: CognitoPoolProps,
  action: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const request = {
    service: 'cognito-idp',
    region,
    method: 'POST' as const,
    endpoint,
    path: '/',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
    },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(LIMIT_MS),
  };
  let status: number;
  let answer: Readonly<Record<string, unknown>>;
  try {
    const response = await signedFetch(request, credentials(), nowMs());
    status = response.status;
    answer = record(await response.json());
  } catch (error) {
    throw new PoolError('NoAnswer', true, error);
  }
  if (status < 300) return answer;
  // The name may be qualified: `com.amazonaws.cognito#UsernameExistsException`.
  const code = text(answer.__type)?.split('#').at(-1) ?? `HTTP ${status}`;
  throw new PoolError(code, status >= 500 || status === 429 || TRANSIENT.test(code));
}

const pairs = (attributes: Attributes): { Name: string; Value: string }[] =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

function userIn(user: Readonly<Record<string, unknown>>): PoolUser[] {
  const username = text(user.Username);
  if (username === undefined || typeof user.Enabled !== 'boolean') return [];
  const attributes = list(user.Attributes).flatMap(({ Name, Value }): [string, string][] =>
    typeof Name === 'string' && typeof Value === 'string' ? [[Name, Value]] : [],
  );
  return [{ username, attributes: Object.fromEntries(attributes), enabled: user.Enabled }];
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

const list = (value: unknown): Readonly<Record<string, unknown>>[] => (Array.isArray(value) ? value.map(record) : []);
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
