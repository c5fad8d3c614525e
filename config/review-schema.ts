import { z } from 'zod';
import { FORMS } from './forms';

/** Severities of a finding, the worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

const suppression = z.strictObject({
  rule: z
    .string()
    .regex(/^[a-z]+(-[a-z]+)*$/)
    .register(FORMS, { allowed: "a rule's id (docs/review/rules.md)", example: 'iam-widened' })
    .describe('The rule, by its id.'),
  stack: z.string().min(1).optional().describe('Only in this stack.'),
  region: z.string().min(1).optional().describe('Only in this Region.'),
  address: z.string().min(1).optional().describe('Only these addresses; `*` stands for any characters.'),
  reason: z
    .string()
    .min(10)
    .register(FORMS, { allowed: 'a reason of at least 10 characters' })
    .describe('Why it is accepted; shown in every review.'),
  until: z.iso
    .date()
    .register(FORMS, { allowed: 'a date, YYYY-MM-DD', example: '2027-01-31' })
    .describe('Last day that it holds, at most 90 days ahead. After it the finding is back.'),
  ticket: z.string().min(1).optional().describe('Where it is tracked.'),
});

/** How `npm run review` judges. */
export const reviewSchema = z.strictObject({
  failOn: z.enum(SEVERITIES).default('high').describe('Findings of this severity or worse fail the review.'),
  waves: z
    .array(z.array(z.string().min(1)).min(1))
    .optional()
    .describe('Stacks by wave, in order. Default: derived from the change (docs/review.md).'),
  suppress: z.array(suppression).default([]).describe('Findings that are accepted for a time.'),
});
