import { DEAD, GAP } from './gateway';

/** One of the errors that Terraform tells at the end of a command. */
export interface TerraformFailure {
  /** Address of the object that it is about, where Terraform names one. */
  readonly address?: string;
  /** In Terraform's words, in full. */
  readonly text: string;
}

/** The errors in what Terraform said, one each. Warnings and the rest are left. */
export function failuresIn(said: string): TerraformFailure[] {
  return said
    .split(/^(?=(?:Error|Warning): )/m)
    .filter((block) => block.startsWith('Error: '))
    .map((block) => {
      const address = /^ {2}with ([\w.-]+(?:\[[^\]]*\])?),$/m.exec(block)?.[1]?.replace(/\[.*$/, '');
      return { ...(address !== undefined && { address }), text: block.trim() };
    });
}

/** Errors that say that the emulator cannot do something, whoever says it. What AWS itself answers is not among them. */
const GAPS: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: new RegExp(`${GAP}: ([^\\n]*)`), why: '$1' },
  { pattern: /NotYetImplemented|NotImplemented(?:Error|Exception)?\b/, why: 'not implemented' },
  { pattern: /StatusCode: 501/, why: 'not implemented (HTTP 501)' },
  { pattern: /API for service '[^']*' not yet implemented[^\n]*/, why: '$&' },
  { pattern: /\b(?:Unknown(?:Action|Operation)(?:Exception)?|InvalidAction)\b/, why: 'unknown operation' },
  { pattern: /deserialization failed[^\n]*/, why: 'an answer that the provider cannot read ($&)' },
  {
    pattern: /Policy (arn:aws[\w-]*:iam::aws:\S+) does not exist/,
    why: 'no policies of AWS itself: start moto with MOTO_IAM_LOAD_MANAGED_POLICIES=true',
  },
  { pattern: /timeout while waiting for [^\n]*/, why: 'it never gets ready ($&)' },
];

/** Why the emulator is to blame for an error; nothing where it is not. */
export function gapIn({ text }: TerraformFailure): string | undefined {
  if (text.includes(`${DEAD}:`)) return undefined;
  // Terraform breaks lines wherever it likes.
  const line = text.replace(/\s+/g, ' ');
  for (const { pattern, why } of GAPS) {
    const match = pattern.exec(line);
    if (match) return match[0].replace(pattern, why).trim();
  }
  return undefined;
}

/** Objects that were begun and not finished, by what Terraform said while it applied. */
export function unfinishedIn(said: string): string[] {
  const begun = new Set<string>();
  for (const [, address = '', what = ''] of said.matchAll(
    /^(\S+?)(?:\[[^\]]*\])?: (Creating\.\.\.|Modifying\.\.\.|Still (?:creating|modifying)|Creation complete|Modifications complete|Creation errored|Modifications errored)/gm,
  )) {
    if (/^(Creating|Modifying|Still)/.test(what)) begun.add(address);
    else begun.delete(address);
  }
  return [...begun];
}
