import { ConfigError, loadPlatform } from '../config';
import type { Platform } from '../config/platform';
import { listed } from '../config/problems';
import { type Arguments, parseArguments, UsageError, usage } from './switch/arguments';
import { Cluster, type States } from './switch/cluster';
import { SwitchError } from './switch/failures';
import { readParameter } from './switch/parameter';
import type { SwitchRecord } from './switch/record';
import { changeReport, holds, statesReport } from './switch/report';
import type { Course } from './switch/rounds';

const READ_AGAIN_MS = 1000;

const COURSE: Course = {
  now: () => performance.now(),
  random: Math.random,
  sleep: (ms) =>
    new Promise((resolve) => {
      setTimeout(resolve, ms);
    }),
  failed: (line) => console.error(line),
};

/** `npm run switch`. @returns the exit code: 1 where it was refused or nobody answered, 2 where the command line or the config is wrong */
export async function main(args: readonly string[], course: Course = COURSE): Promise<number> {
  try {
    const understood = parseArguments(args);
    if (understood.help) {
      console.log(usage());
      return 0;
    }
    const platform = loadPlatform(understood.config);
    checkRegions(understood, platform);
    await run(understood, platform, course);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\nnpm run switch -- --help shows how it is used.`);
      return 2;
    }
    if (!(error instanceof SwitchError || error instanceof ConfigError)) throw error;
    console.error(error.message);
    return error instanceof SwitchError ? 1 : 2;
  }
}

async function run({ changes, override, from, timeoutSeconds }: Arguments, platform: Platform, course: Course) {
  const untilMs = course.now() + timeoutSeconds * 1000;
  const record = await readParameter(platform, from, untilMs, course);
  const cluster = new Cluster(record, untilMs, course);
  if (changes.size === 0) {
    console.log(statesReport(record, await cluster.states()));
    return;
  }
  const without = [...changes.keys()].filter((region) => record.controls[region] === undefined);
  if (without.length > 0)
    throw new UsageError(
      `--region: ${listed(without)} ${without.length === 1 ? 'has' : 'have'} no routing control. Those with one: ${listed(Object.keys(record.controls).sort())}.`,
    );
  const before = await cluster.glance();
  const setter = await cluster.set(changes, override);
  console.log(`Set at the endpoint in ${setter.region}.`);
  await confirm(record, cluster, { changes, before, setter, untilMs, course });
}

interface Change {
  readonly changes: States;
  readonly before: States | undefined;
  readonly setter: SwitchRecord['endpoints'][number];
  readonly untilMs: number;
  readonly course: Course;
}

/** Reads the states until they are as asked for. @throws SwitchError where the time is up first */
async function confirm(record: SwitchRecord, cluster: Cluster, { changes, before, setter, untilMs, course }: Change) {
  for (;;) {
    const { states, from } = await cluster.readBack(setter).catch((error: unknown) => {
      if (!(error instanceof SwitchError)) throw error;
      throw new SwitchError(
        `It was set, but could not be read back. ${error.message} npm run switch shows the states.`,
      );
    });
    if (holds(states, changes)) {
      const other = from === setter ? 'the same endpoint, as no other answered' : `the endpoint in ${from.region}`;
      console.log(`Read back from ${other}.\n\n${changeReport(record, before, states)}`);
      return;
    }
    if (course.now() + READ_AGAIN_MS >= untilMs)
      throw new SwitchError(
        `It was set, but the endpoint in ${from.region} does not show it yet:\n${changeReport(record, before, states)}\nnpm run switch shows the states.`,
      );
    await course.sleep(READ_AGAIN_MS);
  }
}

function checkRegions({ from, changes }: Arguments, { regions, deployedRegions }: Platform): void {
  const names = regions.map(({ name }) => name);
  const unknown = [...changes.keys()].find((region) => !names.includes(region));
  if (unknown !== undefined)
    throw new UsageError(`--region: ${unknown} is none of the platform's Regions. Allowed: ${listed(names)}.`);
  if (from !== undefined && !deployedRegions.includes(from))
    throw new UsageError(
      `--from: ${from} is none of the platform's Regions that can be reached. Allowed: ${listed(deployedRegions)}.`,
    );
}

if (require.main === module)
  main(process.argv.slice(2)).then(
    (status) => {
      process.exitCode = status;
    },
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
