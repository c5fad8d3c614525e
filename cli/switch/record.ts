import { z } from 'zod';

/** What is read of the parameter `global/switch`. Keys that a newer Meridian adds are passed over: in an outage any version must do. */
const switchRecordSchema = z.object({
  endpoints: z
    .array(z.object({ endpoint: z.string().refine(isEndpoint, 'not an https address'), region: z.string() }))
    .min(1),
  /** ARN of the control panel with the controls. */
  panel: z.string().startsWith('arn:'),
  /** ARN of the routing control of each Region. */
  controls: z
    .record(z.string(), z.string().startsWith('arn:'))
    .refine((controls) => Object.keys(controls).length > 0, 'no control'),
  /** ARN of each safety rule, by its name. */
  rules: z.record(z.string(), z.string()).default({}),
});

/** Where the routing controls of a platform are, and how they are reached. */
export type SwitchRecord = z.infer<typeof switchRecordSchema>;

/** One of the cluster's five addresses, each in another Region. */
export type ClusterEndpoint = SwitchRecord['endpoints'][number];

/** Requests are signed, so never over plain HTTP; but for what stands in for AWS on this machine. */
function isEndpoint(text: string): boolean {
  const { protocol = '', hostname = '' } = URL.canParse(text) ? new URL(text) : {};
  return protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
}

/** @throws Error that tells what is wrong with the value */
export function readRecord(text: string): SwitchRecord {
  const { data, error } = switchRecordSchema.safeParse(jsonIn(text));
  if (error === undefined) return data;
  const { path = [], message = '' } = error.issues[0] ?? {};
  throw new Error(`holds no record of routing controls (${[path.join('.'), message].filter(Boolean).join(': ')})`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
