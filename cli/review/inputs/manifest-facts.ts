import { z } from 'zod';
import { MANIFEST_FILE } from '../../../config/manifest';
import { reviewSchema } from '../../../config/review-schema';
import type { ManifestFacts } from '../model';
import { inputError } from '../problems';

const at = z.array(z.object({ stack: z.string(), address: z.string() })).default([]);

/** The manifest as a reader of other versions takes it: what it does not know it leaves, what is not there yet is empty. */
const facts = z.object({
  name: z.string(),
  environment: z.string(),
  account: z.string(),
  partition: z.string().default('aws'),
  pattern: z.string().default('active-passive'),
  home: z.string(),
  writer: z.string(),
  regions: z.array(z.object({ name: z.string(), code: z.string(), state: z.string() })),
  stacks: z.array(
    z.object({
      name: z.string(),
      region: z.string().nullable(),
      order: z.number(),
      dependsOn: z.array(z.string()),
    }),
  ),
  edges: z
    .array(
      z.object({
        kind: z.string(),
        name: z.string(),
        from: z.string(),
        to: z.string(),
        stack: z.string(),
        address: z.string(),
      }),
    )
    .default([]),
  databases: z
    .record(z.string(), z.object({ writer: z.string(), roles: z.record(z.string(), z.string()) }))
    .default({}),
  objects: z.array(z.object({ kind: z.string(), name: z.string() })).exactOptional(),
  bucketRegions: z.record(z.string(), z.string()).default({}),
  stateful: at,
  servingPath: at,
  recoveryPath: at,
  review: reviewSchema.prefault({}),
  contract: z
    .object({
      major: z.number(),
      minor: z.number(),
      outputs: z
        .record(z.string(), z.record(z.string(), z.object({ type: z.string(), parameter: z.string() })))
        .default({}),
    })
    .exactOptional(),
});

/** @throws InputError */
export function manifestFacts(file: string, json: unknown): ManifestFacts {
  const version = z.object({ schemaVersion: z.unknown() }).safeParse(json);
  if (!version.success) throw inputError(file, `is no ${MANIFEST_FILE}. Write one: npm run synth.`);
  if (version.data.schemaVersion !== 1)
    throw inputError(
      file,
      `has schema version ${JSON.stringify(version.data.schemaVersion) ?? 'none'}; this review reads version 1. Synthesize and review with the same Meridian.`,
    );
  const read = facts.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw inputError(
    file,
    `is not as synth writes it: ${issue?.path.map(String).join('.') ?? 'it'} is ${issue?.message ?? 'wrong'}. Write it again: npm run synth.`,
  );
}
