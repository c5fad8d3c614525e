import { none } from '../figures';
import { loseWriter, lossFigures } from './losses';
import type { RoutingScenario } from './scenario';

/** The writer's Region ends without a word, and comes back when another one has taken over. */
export const killWriter: RoutingScenario = {
  name: 'kill-writer',
  summary: (primary, target) => `${primary} dies while it writes, ${target} takes over, ${primary} returns`,
  play: async (stage) => {
    const { lab, options, ledger } = stage;
    const { primary } = options;
    const loss = await loseWriter(stage, 'is dead', () => lab.kill(primary));
    const backMs = stage.note(`${primary} is back, and believes what it believed`);
    await lab.revive(primary);
    const refused = await stage.until(() =>
      ledger.attempts.find(
        ({ region, code, sentMs }) => region === primary && code === 'not-writer' && sentMs >= backMs,
      ),
    );
    if (refused) stage.note(`${primary} refuses to write`, refused.answeredMs);
    await stage.pause(stage.pace.afterwardsMs);
    return [
      ...lossFigures(stage, loss, 'death'),
      none('accepted by the old writer after its return', acceptedSince(primary, backMs)),
    ];

    function acceptedSince(region: string, sinceMs: number): number {
      return ledger.acknowledged.filter((attempt) => attempt.region === region && attempt.sentMs >= sinceMs).length;
    }
  },
};
