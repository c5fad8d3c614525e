import type { Region } from './record';

/** Services that are called without an SDK client: the name in `AWS_ENDPOINT_URL_<name>`, and the one in host names and signatures. */
const SERVICES = {
  COGNITO_IDENTITY_PROVIDER: 'cognito-idp',
  SECRETS_MANAGER: 'secretsmanager',
} as const;

/**
 * Scheme and host of a service in a Region: AWS's own, or what stands in for it on this machine. The variables are those
 * of the AWS SDKs ("Service-specific endpoints"), with one more form that ends in a Region's name.
 */
export function serviceEndpoint(
  service: keyof typeof SERVICES,
  region: Region,
  variables: Readonly<Record<string, string | undefined>>,
): string {
  const name = `AWS_ENDPOINT_URL_${service}`;
  const override = variables[`${name}_${region.replaceAll('-', '_')}`] ?? variables[name];
  if (override !== undefined && override !== '') return override.replace(/\/+$/, '');
  return `https://${SERVICES[service]}.${region}.amazonaws.com`;
}
