import type { Region } from './record';
import { endpointOf } from './service-endpoint';
import { lambdaCredentials, signedFetch } from './signed-fetch';

const LIMIT_MS = 2000;

/**
 * Reads a secret's text, in the own Region: a replica, where the secret comes from another ("Replicate AWS Secrets
 * Manager secrets across Regions"). Nothing of the answer is quoted in an error.
 */
export async function secretText(
  region: Region,
  secret: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const response = await signedFetch(
    {
      service: 'secretsmanager',
      region,
      method: 'POST',
      endpoint: endpointOf('secretsmanager', region, variables).url,
      path: '/',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.GetSecretValue' },
      body: JSON.stringify({ SecretId: secret }),
      signal: AbortSignal.timeout(LIMIT_MS),
    },
    lambdaCredentials(variables),
    Date.now(),
  );
  const answer: unknown = response.ok ? await response.json() : undefined;
  if (typeof answer === 'object' && answer !== null && 'SecretString' in answer) {
    const { SecretString: text } = answer;
    if (typeof text === 'string' && text !== '') return text;
  }
  throw new Error(`The secret ${secret} cannot be read: HTTP ${response.status}.`);
}
