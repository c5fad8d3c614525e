import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { median } from './median';
import { writePlans } from './review-plans';

/** What a review of 5,000 updates costs, against parsing the same files. */
const RUNS = 7;
const UPDATES = 5_000;
const GOALS = { ratio: 3, rssMiB: 300 };

/** What is measured in a process of its own, so that its memory is its own too. */
const CPU = `
  const used = process.cpuUsage();
  const cpu = () => { const { user, system } = process.cpuUsage(used); return (user + system) / 1e6; };
`;
const PARSE = `
  const { readdirSync, readFileSync } = require('node:fs');
${CPU}  const began = performance.now();
  for (const name of readdirSync(process.argv[2])) JSON.parse(readFileSync(process.argv[2] + '/' + name, 'utf8'));
  console.log(JSON.stringify({ seconds: (performance.now() - began) / 1000, cpuSeconds: cpu(), rssMiB: process.resourceUsage().maxRSS / 1024 }));`;
const REVIEW = `
  const { main } = require('./review.js');
${CPU}  const began = performance.now();
  main(['--plans', process.argv[2], '--out', process.argv[3], '--base-out', process.argv[3], '--for-apply', '--format', 'json=' + process.argv[4]],
    { out: () => {}, err: (text) => { throw new Error(text); }, today: '2027-01-31' }).then((code) => {
    if (code === 2) throw new Error('not reviewable');
    console.log(JSON.stringify({ seconds: (performance.now() - began) / 1000, cpuSeconds: cpu(), rssMiB: process.resourceUsage().maxRSS / 1024 }));
  });`;

interface Cost {
  readonly seconds: number;
  /** Of all threads: what compiles and collects beside the main one counts too. */
  readonly cpuSeconds: number;
  readonly rssMiB: number;
}

function costOf(script: string, args: readonly string[]): Cost {
  const runs = Array.from({ length: RUNS }, (): Cost => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  });
  // The least disturbed run tells what it takes; memory is not disturbed.
  return {
    seconds: Math.min(...runs.map(({ seconds }) => seconds)),
    cpuSeconds: Math.min(...runs.map(({ cpuSeconds }) => cpuSeconds)),
    rssMiB: median(runs.map(({ rssMiB }) => rssMiB)),
  };
}

const scratch = mkdtempSync(join(tmpdir(), 'meridian-bench-'));
try {
  // As a job runs it: one file, without a compiler beside it.
  const [parse, review] = [join(scratch, 'parse.js'), join(scratch, 'main.js')];
  buildSync({
    entryPoints: [join(__dirname, '../cli/review.ts')],
    outfile: join(scratch, 'review.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  writeFileSync(parse, PARSE);
  writeFileSync(review, REVIEW);
  for (const spread of [true, false]) {
    const [out, plans] = [join(scratch, `out-${spread}`), join(scratch, `plans-${spread}`)];
    const bytes = writePlans(out, plans, UPDATES, spread);
    const parsed = costOf(parse, [plans]);
    const reviewed = costOf(review, [plans, out, join(scratch, 'review.json')]);
    const ratio = reviewed.seconds / parsed.seconds;
    const goal = (name: string, value: number, limit: number, digits: number): string =>
      `  ${name.padEnd(40)}${value.toFixed(digits)}  (goal <= ${limit}: ${value <= limit ? 'met' : 'missed'})`;
    console.log(
      [
        `review, ${UPDATES} updates in ${(bytes / 1e6).toFixed(1)} MB, ${spread ? 'a file for each of 12 Regions' : 'one file'}, best of ${RUNS}:`,
        `  ${'read and JSON.parse alone'.padEnd(40)}${parsed.seconds.toFixed(2)} s, CPU ${parsed.cpuSeconds.toFixed(2)} s, ${parsed.rssMiB.toFixed(0)} MiB`,
        `  ${'review, from files to JSON'.padEnd(40)}${reviewed.seconds.toFixed(2)} s, CPU ${reviewed.cpuSeconds.toFixed(2)} s, ${reviewed.rssMiB.toFixed(0)} MiB`,
        goal('time, review / JSON.parse', ratio, GOALS.ratio, 2),
        goal('peak memory, MiB', reviewed.rssMiB, GOALS.rssMiB, 0),
      ].join('\n'),
    );
  }
} finally {
  rmSync(scratch, { recursive: true });
}
