/** One statement of an IAM, bucket or key policy, in AWS's own terms. */
export type PolicyStatement = StatementOf & (Resources | NotResources);

interface Resources {
  readonly resources: readonly string[];
}

interface NotResources {
  /** All but these; only to deny, as a permission for all else would be for what nobody thought of. */
  readonly notResources: readonly string[];
}

interface StatementOf {
  readonly sid: string;
  /** @default 'Allow' */
  readonly effect?: 'Allow' | 'Deny';
  /** Whom a bucket or key policy speaks of; left out in a role's policy. */
  readonly principal?: '*' | { readonly aws: string } | { readonly service: string };
  readonly actions: readonly string[];
  /** Operator to condition key to its values: `{ Bool: { 'aws:SecureTransport': 'false' } }`. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * A policy as JSON text. One value stands alone and several as a list, as AWS gives them back, so that no plan shows a
 * difference in form ("IAM JSON policy elements reference").
 * @throws where a statement allows every action on every resource, or allows all but some resources
 */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  for (const statement of statements) {
    const { sid, effect, actions } = statement;
    if (effect === 'Deny') continue;
    if ('notResources' in statement)
      throw new Error(`policy statement ${sid}: allows all but some resources. Name those that it allows.`);
    if (actions.includes('*') && statement.resources.includes('*')) {
      throw new Error(
        `policy statement ${sid}: allows every action on every resource. Name the actions or the resources.`,
      );
    }
  }
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ sid, effect = 'Allow', principal, actions, conditions, ...scope }) => ({
      Sid: sid,
      Effect: effect,
      ...(principal && { Principal: principalElement(principal) }),
      Action: oneOrMany(actions),
      ...('notResources' in scope
        ? { NotResource: oneOrMany(scope.notResources) }
        : { Resource: oneOrMany(scope.resources) }),
      ...(conditions && { Condition: conditions }),
    })),
  });
}

/**
 * Lets one service assume a role.
 * @param account only for resources of this account ("The confused deputy problem"); left out where the service does not
 * say that it sends `aws:SourceAccount`, as a condition on an absent key never holds
 */
export const trustPolicy = (service: string, account?: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sts:AssumeRole',
        ...(account && { Condition: { StringEquals: { 'aws:SourceAccount': account } } }),
      },
    ],
  });

/**
 * Lets whoever an OIDC provider vouches for assume a role.
 * @param claims exact values of the token's claims; without one for `sub` any user of the provider could take the role
 */
export function webIdentityTrust(providerArn: string, claims: Readonly<Record<'aud' | 'sub', string>>): string {
  const issuer = providerArn.slice(providerArn.indexOf('oidc-provider/') + 'oidc-provider/'.length);
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: providerArn },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: Object.fromEntries(
            Object.entries(claims).map(([claim, value]) => [`${issuer}:${claim}`, value]),
          ),
        },
      },
    ],
  });
}

const oneOrMany = (values: readonly string[]): string | readonly string[] =>
  values.length === 1 && values[0] !== undefined ? values[0] : values;

const principalElement = (principal: NonNullable<PolicyStatement['principal']>): unknown => {
  if (principal === '*') return '*';
  return 'aws' in principal ? { AWS: principal.aws } : { Service: principal.service };
};
