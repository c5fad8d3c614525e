import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CATALOG, REGION_NAMES } from '../config/catalog';
import { median } from './median';

/** `npm run bench`: what a synth of 33 Regions costs, as ratios: seconds differ between machines, ratios hardly. */
const RUNS = 5;
const GOALS = { wall: 2.0, cpu: 3.0, networked: 3.0 };
const ROOT = join(__dirname, '..');

interface Cost {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
}

/** The median of several runs of `cdktf synth`. */
function costOf(app: string, env: Readonly<Record<string, string>>, scratch: string): Cost {
  const runs = Array.from({ length: RUNS }, (): Cost => {
    const cpuFile = join(scratch, 'cpu');
    rmSync(cpuFile, { force: true });
    const started = performance.now();
    const { status, stderr } = spawnSync(
      join(ROOT, 'node_modules/.bin/cdktf'),
      ['synth', '--app', app, '--output', join(scratch, 'out')],
      {
        cwd: ROOT,
        env: {
          PATH: process.env.PATH,
          HOME: scratch,
          CHECKPOINT_DISABLE: '1',
          NODE_OPTIONS: `--require ${join(ROOT, 'bench/cpu-at-exit.js')}`,
          BENCH_CPU_FILE: cpuFile,
          ...env,
        },
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(`cdktf synth --app '${app}' ended with ${status}:\n${stderr}`);
    const micros = readFileSync(cpuFile, 'utf8').trim().split('\n').map(Number);
    return {
      wallSeconds: (performance.now() - started) / 1000,
      cpuSeconds: micros.reduce((sum, each) => sum + each, 0) / 1e6,
    };
  });
  return {
    wallSeconds: median(runs.map((run) => run.wallSeconds)),
    cpuSeconds: median(runs.map((run) => run.cpuSeconds)),
  };
}

/** Every two Regions peered, and a front door of DNS before all of them. */
const NETWORKED = {
  network: { backbone: 'transit-gateway' },
  ingress: { domain: 'bench.example.com', zone: 'existing' },
};

/** A platform with every kind of data in the first `count` Regions of the catalog, and what else is given. */
function configWith(count: number, scratch: string, more: object = {}): Record<string, string> {
  const regions = REGION_NAMES.filter((name) => CATALOG[name].partition === 'aws').slice(0, count);
  const file = join(scratch, `platform-${count}-${Object.keys(more).join('-')}.json`);
  const database = { engine: 'postgres', engineVersion: '17', instanceClass: 'db.r7g.large', allocatedStorageGiB: 100 };
  writeFileSync(
    file,
    JSON.stringify({
      name: 'bench',
      environment: 'prod',
      account: '111122223333',
      regions,
      buckets: { objects: {} },
      databases: { main: database },
      tables: { sessions: { hashKey: 'pk' } },
      ...more,
    }),
  );
  return { PLATFORM_CONFIG: file };
}

const scratch = mkdtempSync(join(tmpdir(), 'meridian-bench-'));
try {
  const app = (main: string): string => `node --max-semi-space-size=64 --require tsx/cjs ${main}`;
  const hello = costOf(app('bench/hello-world/main.ts'), {}, scratch);
  const three = costOf(app('main.ts'), configWith(3, scratch), scratch);
  const many = costOf(app('main.ts'), configWith(33, scratch), scratch);
  const networked = costOf(app('main.ts'), configWith(33, scratch, NETWORKED), scratch);
  const row = (name: string, { wallSeconds, cpuSeconds }: Cost): string =>
    `  ${name.padEnd(22)}${wallSeconds.toFixed(2).padStart(8)} s wall${cpuSeconds.toFixed(2).padStart(8)} s CPU`;
  const ratio = (name: string, value: number, goal: number): string =>
    `  ${name.padEnd(40)}${value.toFixed(2)}  (goal <= ${goal.toFixed(1)}: ${value <= goal ? 'met' : 'missed'})`;
  console.log(
    [
      `cdktf synth, median of ${RUNS}:`,
      row('CDKTF hello world', hello),
      row('Meridian, 3 Regions', three),
      row('Meridian, 33 Regions', many),
      row('the same, networked', networked),
      ratio('wall time, 33 Regions / hello world', many.wallSeconds / hello.wallSeconds, GOALS.wall),
      ratio('wall time, networked / hello world', networked.wallSeconds / hello.wallSeconds, GOALS.networked),
      ratio('CPU time, 33 Regions / 3 Regions', many.cpuSeconds / three.cpuSeconds, GOALS.cpu),
    ].join('\n'),
  );
} finally {
  rmSync(scratch, { recursive: true });
}
