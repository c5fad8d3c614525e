import type { Region } from './record';

type Variables = Readonly<Record<string, string | undefined>>;

/** Services whose name in `AWS_ENDPOINT_URL_<name>` is not the one in host names and signatures, in capitals. */
const VARIABLES: Readonly<Record<string, string>> = {
  'cognito-idp': 'COGNITO_IDENTITY_PROVIDER',
  secretsmanager: 'SECRETS_MANAGER',
};

/**
 * What stands in for a service of AWS on this machine: for one Region, or for all. The variables are those of the AWS SDKs
 * ("Service-specific endpoints"), with one more form that ends in a Region's name.
 * @param service as in host names: `cognito-idp`
 */
export function endpointOverride(service: string, region: Region, variables: Variables): string | undefined {
  const name = `AWS_ENDPOINT_URL_${VARIABLES[service] ?? service.toUpperCase()}`;
  const override = variables[`${name}_${region.replaceAll('-', '_')}`] ?? variables[name];
  return override === undefined || override === '' ? undefined : override.replace(/\/+$/, '');
}

/** Scheme and host of a service in a Region: what stands in for it, else AWS's own. */
export function endpointOf(
  service: string,
  region: Region,
  variables: Variables,
): { readonly url: string; readonly overridden: boolean } {
  const override = endpointOverride(service, region, variables);
  return override === undefined
    ? { url: `https://${service}.${region}.amazonaws.com`, overridden: false }
    : { url: override, overridden: true };
}
