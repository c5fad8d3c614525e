import { lambdaCredentials } from './signed-fetch';

/**
 * Takes the place of the AWS SDK's own `@aws-sdk/credential-provider-node` in the bundles. Lambda gives a function its role's credentials as
 * environment variables ("Defined runtime environment variables"); all other sources that the SDK knows (profiles, SSO, instance metadata) are absent
 * there, and their code is 30 % of a bundle.
 */
export const defaultProvider = () => async () => lambdaCredentials(process.env);
