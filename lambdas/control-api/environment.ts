import { apiUrl } from '../shared/api-url';
import type { Environment } from '../shared/environment';
import type { UserPoolClient } from './public';
import type { Endpoints } from './state';

/** Each Region's API, where their names follow a pattern such as `https://api-{code}.example.com`; none otherwise, as API Gateway's own names are random. */
export function endpointsOf(environment: Environment, regions: readonly string[]): Endpoints {
  const template = environment.optional('API_URL_TEMPLATE');
  if (template === undefined) return new Map();
  return new Map([...regions].sort().map((region) => [region, apiUrl(template, region)]));
}

/** This Region's user pool, where the platform has them. */
export function userPoolOf(environment: Environment): UserPoolClient | undefined {
  const poolId = environment.optional('USER_POOL_ID');
  if (poolId === undefined) return undefined;
  const signInHost = environment.optional('SIGN_IN_HOST');
  const clientId = environment.text('USER_POOL_CLIENT_ID');
  return { poolId, clientId, ...(signInHost === undefined ? {} : { signInHost }) };
}
