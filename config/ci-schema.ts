import { z } from 'zod';
import { FORMS, nameOf } from './forms';

/** Longest name of a deployment environment: it is the end of a role's name. */
const MAX_DEPLOYMENT_LENGTH = 20;

const deployment = (example: string) => nameOf(MAX_DEPLOYMENT_LENGTH, example);

/** An owner: letters, digits, hyphens, and the underscore of a managed user ("Usernames in Enterprise Managed Users"). */
const OWNER = '[A-Za-z0-9][A-Za-z0-9_-]{0,38}';
const REPOSITORY = '[A-Za-z0-9._-]{1,100}';

/** What deploys the platform by itself. */
export const ciSchema = z.strictObject({
  github: z
    .strictObject({
      repository: z
        .string()
        .regex(new RegExp(`^(${OWNER}/${REPOSITORY}|${OWNER}@[1-9]\\d*/${REPOSITORY}@[1-9]\\d*)$`))
        .register(FORMS, {
          allowed: '"owner/name", or "owner@id/name@id" with both ids',
          example: 'acme@1234/orders@5678',
        })
        .describe(
          "The repository whose workflows may take the roles, as GitHub writes it in its tokens. Repositories that were made, renamed or moved after 2026-07-15, or opted in, have their owner's and their own id in them, which no other repository can ever have: `gh api repos/owner/name --jq '.owner.id, .id'` prints both.",
        ),
      provider: z
        .enum(['create', 'existing'])
        .default('create')
        .describe(
          "GitHub's OIDC provider in IAM. An account has one at the most: `existing` where something else made it; it must have the audience `sts.amazonaws.com`.",
        ),
      planEnvironment: deployment('plan')
        .default('plan')
        .describe('GitHub environment of the jobs that plan. Their role reads, and reads no contents.'),
      deployEnvironments: z
        .strictObject({
          foundation: deployment('foundation')
            .default('foundation')
            .describe('Applies the stacks that work in every Region, `bootstrap` and `foundation`.'),
          regions: z
            .array(deployment('canary'))
            .min(1)
            .register(FORMS, { allowed: 'a list of at least one environment, such as ["canary", "wave-2"]' })
            .default(['canary', 'wave-2', 'wave-3'])
            .describe("Apply the Regions' stacks, one environment a wave, in order."),
          global: deployment('global').default('global').describe('Applies the stack `global`.'),
        })
        .prefault({})
        .describe('GitHub environments of the jobs that apply, each with a role of its own.'),
    })
    .optional()
    .describe('Roles that workflows of GitHub Actions take without a stored secret (docs/deploy-roles.md).'),
});
