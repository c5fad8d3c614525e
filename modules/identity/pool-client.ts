import { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client';
import { DataAwsCognitoUserPools } from '@cdktf/provider-aws/lib/data-aws-cognito-user-pools';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Fn, type TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

export interface PoolClientProps {
  readonly provider: TerraformProvider;
  /** Name of the Region's pool: its id is random. */
  readonly poolName: string;
  readonly clientName: string;
}

/** What a Region's compute needs of its user pool: the app client, and that Cognito may call the triggers. */
export class PoolClient extends Construct {
  readonly poolId: string;
  readonly poolArn: string;
  readonly clientId: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PoolClientProps,
  ) {
    super(scope, id);
    const { provider, poolName, clientName } = props;
    const found = new DataAwsCognitoUserPools(this, 'pool', {
      provider,
      name: poolName,
      lifecycle: {
        postcondition: [
          {
            // Two pools may have one name: better no plan than the wrong users.
            condition: '${length(self.ids) == 1}',
            errorMessage: `There must be exactly one user pool ${poolName} in this Region. Apply foundation first, which makes it; where there are two, rename the other.`,
          },
        ],
      },
    });
    this.poolId = Fn.one(found.ids);
    this.poolArn = Fn.one(found.arns);
    const client = new CognitoUserPoolClient(this, 'client', {
      provider,
      userPoolId: this.poolId,
      name: clientName,
      generateSecret: false,
      explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH'],
      supportedIdentityProviders: ['COGNITO'],
      preventUserExistenceErrors: 'ENABLED',
      enableTokenRevocation: true,
      accessTokenValidity: 60,
      idTokenValidity: 60,
      refreshTokenValidity: 30,
      tokenValidityUnits: [{ accessToken: 'minutes', idToken: 'minutes', refreshToken: 'days' }],
    });
    this.clientId = client.id;
  }

  /** Lets the pool, and no other, call the function. */
  allowTriggers(functionName: string): void {
    new LambdaPermission(this, 'triggers', {
      provider: this.props.provider,
      functionName,
      action: 'lambda:InvokeFunction',
      principal: 'cognito-idp.amazonaws.com',
      sourceArn: this.poolArn,
    });
  }
}
