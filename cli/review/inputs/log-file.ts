import { z } from 'zod';
import { compare, isObject, type Json, textOf } from '../json';
import type { Diagnostic } from '../model';
import { inputError } from '../problems';
import { isRegion } from '../project/visible';
import { bytesOf, textIn } from './text';

/**
 * The errors and warnings of a plan's log (`terraform plan -json`). A log of anything else has none.
 * @throws InputError
 */
export function readLog(file: string): Diagnostic[] {
  return diagnosticsIn(file, textIn(file, bytesOf(file)));
}

/** @throws InputError where no line is JSON */
export function diagnosticsIn(file: string, text: string): Diagnostic[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  // A line may be cut off where the job was; `terraform init` and shells write lines of their own.
  const entries = lines.map(parsedLine).filter((entry) => entry !== undefined);
  if (entries.length === 0)
    throw inputError(
      file,
      'is no log of JSON lines. Write it with: terraform plan -json -out=plan > <stack>.log.jsonl',
    );
  const diagnostics = entries.flatMap((entry): Diagnostic[] => {
    if (isObject(entry.diagnostic)) return [diagnosticOf(entry.diagnostic)];
    // Of a log that was projected where it was made.
    const projected = reduced.safeParse(entry.reduced);
    return projected.success ? [projected.data] : [];
  });
  const seen = new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]));
  return [...seen.entries()].sort(([a], [b]) => compare(a, b)).map(([, diagnostic]) => diagnostic);
}

const reduced = z.strictObject({
  severity: z.enum(['error', 'warning']),
  summary: z.string(),
  address: z.string().exactOptional(),
  kind: z.enum(['provider-gone', 'prevent-destroy', 'unreachable', 'not-found', 'precondition']).exactOptional(),
  alias: z.string().exactOptional(),
  region: z.string().exactOptional(),
});

function parsedLine(line: string): Json | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return isObject(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

interface Known {
  readonly kind: NonNullable<Diagnostic['kind']>;
  readonly of: RegExp;
}

/** Messages whose meaning is known. The details of others may hold values, and are not read. */
const KNOWN: readonly Known[] = [
  { kind: 'provider-gone', of: /^Provider configuration not present/ },
  { kind: 'prevent-destroy', of: /^Instance cannot be destroyed/ },
  {
    kind: 'unreachable',
    of: /dial tcp|no such host|i\/o timeout|connection (refused|reset)|context deadline exceeded/,
  },
  {
    kind: 'not-found',
    of: /couldn't find resource|empty result|no matching|not found|NotFoundException|NoSuch\w+|returned no results/i,
  },
  {
    kind: 'precondition',
    of: /^Resource (pre|post)condition failed|^Check block assertion failed|^Module output value precondition/,
  },
];

function diagnosticOf(raw: Json): Diagnostic {
  const [summary, detail] = [textOf(raw.summary) ?? '', textOf(raw.detail) ?? ''];
  const kind = KNOWN.find(({ of }) => of.test(summary))?.kind ?? KNOWN.find(({ of }) => of.test(detail))?.kind;
  const address = addressIn(textOf(raw.address) ?? addressNamed(kind, detail) ?? addressOfCondition(kind, raw.snippet));
  const alias = kind === 'provider-gone' ? /\]\.([\w-]+)/.exec(detail)?.[1] : undefined;
  const region = regionIn(`${summary} ${detail}`);
  return {
    severity: raw.severity === 'warning' ? 'warning' : 'error',
    summary: summaryOf(summary),
    ...(address !== undefined && { address }),
    ...(kind && { kind }),
    ...(alias !== undefined && { alias }),
    ...(kind === 'unreachable' && region !== undefined && { region }),
  };
}

/** In messages of the graph the address is in the detail alone. */
const addressNamed = (kind: Diagnostic['kind'], detail: string): string | undefined =>
  kind === 'provider-gone' || kind === 'prevent-destroy'
    ? /\b((?:module\.[\w-]+(?:\[[^\]]*\])?\.)*(?:data\.)?[a-z]\w*_\w+\.[\w-]+(?:\[[^\]]*\])?)/.exec(detail)?.[1]
    : undefined;

/** A condition that fails has no address: it stands in the place of the condition, which is of the configuration. */
function addressOfCondition(kind: Diagnostic['kind'], snippet: unknown): string | undefined {
  const context = kind === 'precondition' && isObject(snippet) ? textOf(snippet.context) : undefined;
  return context === undefined ? undefined : /^((?:data\.)?[a-z]\w*_\w+\.[\w-]+)\.lifecycle\./.exec(context)?.[1];
}

const addressIn = (text: string | undefined): string | undefined =>
  text === undefined || text === '' ? undefined : text;

/** Region of a host name that did not answer. */
function regionIn(text: string): string | undefined {
  for (const [region] of text.matchAll(/\b[a-z]{2}(?:-[a-z]+)+-\d\b/g)) if (isRegion(region)) return region;
  return undefined;
}

/**
 * The first line, as far as it is Terraform's own words: what follows a colon is the provider's, and may quote an answer of AWS
 * with values in it.
 */
function summaryOf(summary: string): string {
  const [line = ''] = summary.split(/[\r\n]/);
  const [own = ''] = line.split(': ');
  return own.slice(0, 200);
}
