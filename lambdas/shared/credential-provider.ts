import { type Credentials, lambdaCredentials } from './signed-fetch';

/**
 * Stands in for `@aws-sdk/credential-provider-node` in every bundle: Lambda gives a function its credentials as environment
 * variables, and the chain of other sources (profiles, single sign-on, STS, instance metadata) is a fifth of the code that
 * a cold start would load.
 */
export const defaultProvider = (): (() => Promise<Credentials>) => async () => lambdaCredentials(process.env);
