import { report, resultJson } from '../report';
import type { EngineRun, Findings } from './results';

/** The stacks as with the simulated AWS, then all that is not as it would be with AWS itself. */
export function engineReport(run: EngineRun): string {
  const { provider, emulator } = run;
  const version = provider.version ?? `from the registry (${provider.wanted})`;
  const all = [...run.findings.values()];
  const sections = [
    [
      report(run),
      '',
      `Provider: ${version}${provider.fits ? '' : `. The stacks require ${provider.wanted}: it was tried all the same`}`,
      `Emulator: ${emulator.name} at ${emulator.endpoint}`,
    ],
    section(
      `Arguments that the provider ${version} does not know, left out:`,
      all.flatMap(({ unknown }) => unknown.map(({ type, argument }) => `${type}: ${argument}`)),
    ),
    section('Left out:', all.flatMap(leftOutLines)),
    section(
      'Set again by every plan:',
      all.flatMap(({ drift }) =>
        drift.map(({ type, arguments: names, why }) => `${type}: ${names.join(', ')} (${why})`),
      ),
    ),
    section('Put right between the provider and the emulator:', run.mended),
    [failures(run)],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function leftOutLines({ leftOut }: Findings): string[] {
  return leftOut
    .filter(({ needs }) => needs === undefined)
    .map(({ address, type, argument, why }) => {
      const without = leftOut.filter(({ needs }) => needs === address).length;
      const also = without > 0 ? `, and ${without} that need it` : '';
      return `${type}${argument === undefined ? '' : `: ${argument}`} (${why}${also})`;
    });
}

/** Each line once, with how often it came. */
function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [title, ...[...counts].map(([line, count]) => `  ${line}${count > 1 ? `, ${count} times` : ''}`).sort()];
}

function failures(run: EngineRun): string {
  const failed = run.stacks.filter(({ outcome }) => outcome === 'failed').map(({ stack }) => stack);
  return failed.length === 0 ? 'Real failures: none.' : `Real failures: in ${failed.join(', ')}, see above.`;
}

/** The result for machines. */
export function engineJson(run: EngineRun): string {
  const { provider, emulator, findings, mended } = run;
  const plain = {
    ...(JSON.parse(resultJson(run)) as object),
    provider,
    emulator,
    mended,
    findings: Object.fromEntries(findings),
  };
  return `${JSON.stringify(plain, null, 2)}\n`;
}
