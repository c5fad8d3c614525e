import { objectsIn } from './json-lines';

interface LogLine {
  readonly '@level'?: string;
  readonly diagnostic?: {
    readonly severity: 'error' | 'warning';
    readonly summary: string;
    readonly detail?: string;
    readonly address?: string;
    readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
  };
}

/** What `terraform plan -json` said, as people read it: its errors, else its warnings ("Machine-Readable UI"). */
export function messagesIn(log: string): string {
  const diagnostics = objectsIn<LogLine>(log).flatMap(({ diagnostic }) => diagnostic ?? []);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return (errors.length > 0 ? errors : diagnostics)
    .map(({ severity, summary, detail, address, range }) =>
      [
        `${severity === 'error' ? 'Error' : 'Warning'}: ${summary}`,
        ...(address ? [`  with ${address},`] : []),
        ...(range ? [`  on ${range.filename} line ${range.start.line}`] : []),
        ...(detail ? ['', detail] : []),
      ].join('\n'),
    )
    .join('\n\n');
}
