import type { Fields } from '../../../lab/regions/json';
import { LabError } from '../../../lab/runner';
import type { RoutingStage } from './stage';

/** How long a comparison may go on finding something missing: the replication lag, many times over. */
const PATIENCE_MS = 60_000;

/** What is to be compared. */
export interface Compared {
  readonly epochs: readonly number[];
  /** Whether the photos' objects are looked for too, which takes longer. */
  readonly objects: boolean;
}

/**
 * Has a Region compare what it holds with the others, again and again until nothing is missing.
 * @throws LabError where something stays missing
 */
export async function reconcile(stage: RoutingStage, region: string, what: Compared): Promise<void> {
  const untilMs = stage.now() + PATIENCE_MS;
  for (let round = 1; ; round += 1) {
    const report = await compared(stage, region, what);
    if (report.equal === true) {
      stage.note(
        `reconcile in ${region}, ${what.objects ? 'items and objects' : 'items'} of epoch ${what.epochs.join(', ')}: nothing is missing${round === 1 ? '' : ` (round ${round})`}`,
      );
      return;
    }
    if (stage.now() > untilMs)
      throw new LabError(`reconcile in ${region}: the Regions still differ: ${JSON.stringify(report)}`);
  }
}

/** One comparison, begun and awaited. */
async function compared(stage: RoutingStage, region: string, what: Compared): Promise<Fields> {
  const path = `/v1/reconcile/${stage.lab.deployment.app}`;
  // 409: one has been started just now, as where an answer was late and the request was repeated.
  await stage.operate(region, 'POST', path, [202, 409], what);
  const done = await stage.until(async () => {
    // 202 as long as it goes on.
    const { status, body } = await stage.operate(region, 'GET', path, [200, 202]);
    return status === 200 ? body : undefined;
  });
  if (!done) throw new LabError(`reconcile in ${region} did not end within a minute.`);
  return done;
}
