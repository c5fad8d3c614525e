import type { Platform, PlatformConfig } from '../../config';
import { parsePlatform } from '../../config/parse';
import { ALL, type Arguments, UsageError } from './arguments';
import type { Progress } from './progress';
import type { Rehearsal } from './rehearsal';
import type { DrillResult } from './result';
import { NotApplicable, SCENARIOS, type Scenario, type Setting } from './scenarios';
import type { Play } from './scenarios/scenario';
import { NotApplied, type Stage } from './stage';
import { StepFailed } from './story';

/**
 * Plays one scenario, or all that fit the config.
 * @throws UsageError where a scenario that was asked for by name does not fit it
 */
export async function drill(
  args: Pick<Arguments, 'scenario' | 'region' | 'to'>,
  { config, notes }: Rehearsal,
  stage: Stage,
  progress: Progress,
): Promise<DrillResult[]> {
  const platform = platformOf(config);
  const setting: Setting = {
    config,
    platform,
    ...(args.region !== undefined && { region: args.region }),
    ...(args.to !== undefined && { to: args.to }),
  };
  const results: DrillResult[] = [];
  for (const scenario of SCENARIOS) {
    if (args.scenario !== ALL && args.scenario !== scenario.name) continue;
    const cast = castOf(scenario, setting);
    const about = { scenario: scenario.name, platform: `${platform.name}-${platform.environment}` };
    if ('skipped' in cast) {
      if (args.scenario !== ALL) throw new UsageError(`${scenario.name} is ${cast.skipped}.`);
      progress.scenario(scenario.name, cast.skipped);
      results.push({ ...about, passed: true, steps: [], skipped: cast.skipped });
      continue;
    }
    progress.scenario(scenario.name, cast.summary);
    results.push({ ...about, ...(await played(cast, stage)), notes: [...notes, ...(cast.notes ?? [])] });
  }
  return results;
}

async function played(
  play: Play,
  stage: Stage,
): Promise<Pick<DrillResult, 'passed' | 'steps' | 'summary' | 'seconds'>> {
  const recorder = stage.recorder();
  const { summary } = play;
  try {
    await play.run(stage, recorder);
    return { passed: true, summary, seconds: recorder.seconds, steps: recorder.steps };
  } catch (error) {
    if (error instanceof StepFailed)
      return { passed: false, summary, seconds: recorder.seconds, steps: recorder.steps };
    if (!(error instanceof NotApplied)) throw error;
    const name = 'the platform is applied for the first time';
    return {
      passed: false,
      summary,
      seconds: recorder.seconds,
      steps: [...recorder.steps, { name, passed: false, reason: error.message, stacks: [], calls: {} }],
    };
  }
}

function castOf(scenario: Scenario, setting: Setting): Play | { readonly skipped: string } {
  try {
    return scenario.cast(setting);
  } catch (error) {
    if (!(error instanceof NotApplicable)) throw error;
    return { skipped: `not applicable: ${error.message}` };
  }
}

function platformOf(config: PlatformConfig): Platform {
  const parsed = parsePlatform(config);
  if ('problems' in parsed)
    throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return parsed.platform;
}
