/** Constraint on Terraform in every stack: ephemeral resources and write-only arguments need 1.11. */
export const TERRAFORM_CONSTRAINT = '>= 1.11.0, < 2.0.0';

/**
 * The AWS provider that every stack requires. Above the bindings' own 6.25.0, whose provider crashes on transit gateways and
 * routing controls and shows differences for ever on health checks; `.terraform.lock.hcl` pins the exact one.
 */
export const AWS_PROVIDER = { source: 'hashicorp/aws', version: '>= 6.38.0, < 7.0.0' } as const;
