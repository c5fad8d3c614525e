import { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

export interface UserPoolProps {
  readonly provider: TerraformProvider;
  readonly poolName: string;
  /** ARN of the function that Cognito calls; by name, as it is made with what comes and goes. */
  readonly triggerArn: string;
  /** To be given up with all users in it: no protection is left, and no trigger is called. @default false */
  readonly released?: boolean;
}

/**
 * A Region's users. A user's name is an id that is the same in every Region's pool, and the e-mail address an alias of it,
 * so that a token says the same wherever it was made (`sub` does not). Administrators alone make users.
 */
export class UserPool extends Construct {
  constructor(scope: Construct, id: string, { provider, poolName, triggerArn, released = false }: UserPoolProps) {
    super(scope, id);
    new CognitoUserPool(this, 'pool', {
      provider,
      name: poolName,
      // Signing in by a code sent by e-mail is not in the plan below ("User pool feature plans"): passwords are in one pool only.
      userPoolTier: 'ESSENTIALS',
      aliasAttributes: ['email'],
      autoVerifiedAttributes: ['email'],
      usernameConfiguration: { caseSensitive: false },
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
      accountRecoverySetting: { recoveryMechanism: [{ name: 'verified_email', priority: 1 }] },
      passwordPolicy: {
        minimumLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: false,
        temporaryPasswordValidityDays: 7,
      },
      signInPolicy: { allowedFirstAuthFactors: ['EMAIL_OTP', 'PASSWORD'] },
      mfaConfiguration: 'OPTIONAL',
      softwareTokenMfaConfiguration: { enabled: true },
      // A changed address counts once it was verified: until then the old one signs in.
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdate: ['email'] },
      deletionProtection: released ? 'INACTIVE' : 'ACTIVE',
      ...(!released && {
        lambdaConfig: { preSignUp: triggerArn, postConfirmation: triggerArn, postAuthentication: triggerArn },
      }),
      lifecycle: { preventDestroy: !released },
    });
  }
}
