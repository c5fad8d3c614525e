import type { RegionName } from '../../../config/catalog';
import { type Figure, none } from './figures';
import { doubleWrites } from './ledger';
import type { RoutingProgress } from './progress';
import type { RoutingDrillResult } from './result';
import type { RoutingScenario } from './scenarios/scenario';
import { RoutingStage, type StageOptions } from './stage';
import { absentIn } from './truth';

/** Plays a scenario on Regions of its own. */
export async function routingDrill(
  scenario: RoutingScenario,
  options: StageOptions,
  progress: RoutingProgress,
): Promise<RoutingDrillResult> {
  const stage = await RoutingStage.start(options, progress);
  try {
    await stage.begin();
    const figures = await scenario.play(stage);
    await stage.end();
    const seconds = Math.round(stage.now()) / 1_000;
    await stage.lab.replicated();
    const all = [...figures, ...(await lawFigures(stage, options.regions))];
    const { attempts } = stage.ledger;
    const count = (outcome: string): number => attempts.filter((attempt) => attempt.outcome === outcome).length;
    return {
      scenario: scenario.name,
      passed: all.every(({ passed }) => passed),
      summary: scenario.summary(options.primary, options.target),
      regions: options.regions,
      primary: options.primary,
      target: options.target,
      leaseSeconds: options.leaseSeconds,
      rate: options.rate,
      figures: all,
      // Those of waiting at the same time may have been noted in another order.
      events: [...stage.events].sort((a, b) => a.at - b.at),
      writes: {
        tried: attempts.length,
        accepted: count('accepted'),
        refused: count('refused'),
        failed: count('failed'),
      },
      seconds,
    };
  } finally {
    progress.stop();
    await stage.close();
  }
}

/** What must hold at the end of each scenario. */
async function lawFigures(stage: RoutingStage, regions: readonly RegionName[]): Promise<Figure[]> {
  const { ledger, lab, epochs } = stage;
  const absent = await Promise.all(regions.map((region) => absentIn(lab, region, ledger.acknowledged)));
  return [
    none('acknowledged, absent in any Region at the end', Math.max(...absent.map(({ length }) => length))),
    none('double writes', doubleWrites(ledger.applied, epochs).length),
    none('reads without an answer', ledger.reads.filter(({ ok }) => !ok).length),
  ];
}
