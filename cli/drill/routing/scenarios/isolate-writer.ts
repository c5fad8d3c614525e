import { none } from '../figures';
import { loseWriter, lossFigures } from './losses';
import type { RoutingScenario } from './scenario';

/** The writer's Region is cut from all others; it runs on, and its users reach it. The hardest case: it may believe that it still writes. */
export const isolateWriter: RoutingScenario = {
  name: 'isolate-writer',
  summary: (primary, target) => `${primary} is cut off while it writes and its users reach it, ${target} takes over`,
  play: async (stage) => {
    const { lab, options, ledger } = stage;
    const { primary } = options;
    const loss = await loseWriter(stage, 'is cut from every other Region', () => lab.isolate(primary));
    const healedMs = stage.note(`the cut ends`);
    lab.heal();
    const refused = await stage.until(() =>
      ledger.attempts.find(
        ({ region, code, sentMs }) => region === primary && code === 'not-writer' && sentMs >= healedMs,
      ),
    );
    if (refused) stage.note(`${primary} refuses to write`, refused.answeredMs);
    await stage.pause(stage.pace.afterwardsMs);
    const openedMs = loss.opening?.answeredMs ?? 0;
    const both = ledger.acknowledged.filter(({ region, sentMs }) => region === primary && sentMs >= openedMs);
    return [...lossFigures(stage, loss, 'cut'), none('accepted by the old writer after the opening', both.length)];
  },
};
