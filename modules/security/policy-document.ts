/** One statement of an IAM, bucket or key policy, in AWS's own terms. */
export interface PolicyStatement {
  readonly sid: string;
  /** @default 'Allow' */
  readonly effect?: 'Allow' | 'Deny';
  /** Whom a bucket or key policy speaks of; left out in a role's policy. */
  readonly principal?: '*' | { readonly aws: string } | { readonly service: string };
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Operator to condition key to its values: `{ Bool: { 'aws:SecureTransport': 'false' } }`. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * A policy as JSON text. One value stands alone and several as a list, as AWS gives them back, so that no plan shows a
 * difference in form ("IAM JSON policy elements reference").
 * @throws where a statement allows every action on every resource
 */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  for (const { sid, effect, actions, resources } of statements) {
    if (effect !== 'Deny' && actions.includes('*') && resources.includes('*')) {
      throw new Error(
        `policy statement ${sid}: allows every action on every resource. Name the actions or the resources.`,
      );
    }
  }
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ sid, effect = 'Allow', principal, actions, resources, conditions }) => ({
      Sid: sid,
      Effect: effect,
      ...(principal && { Principal: principalElement(principal) }),
      Action: oneOrMany(actions),
      Resource: oneOrMany(resources),
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

const oneOrMany = (values: readonly string[]): string | readonly string[] =>
  values.length === 1 && values[0] !== undefined ? values[0] : values;

const principalElement = (principal: NonNullable<PolicyStatement['principal']>): unknown => {
  if (principal === '*') return '*';
  return 'aws' in principal ? { AWS: principal.aws } : { Service: principal.service };
};
