import { none } from '../figures';
import { differingObjects } from '../truth';
import { loseWriter, lossFigures } from './losses';
import { moveFigures, moveWriter } from './moves';
import type { RoutingScenario } from './scenario';

/** The writer dies, another Region takes over, the first returns, catches up and writes again. */
export const failback: RoutingScenario = {
  name: 'failback',
  summary: (primary, target) => `${primary} dies, ${target} takes over, ${primary} returns and takes the writing back`,
  play: async (stage) => {
    const { lab, options } = stage;
    const { primary, target } = options;
    const loss = await loseWriter(stage, 'is dead', () => lab.kill(primary));
    stage.note(`${primary} is back`);
    await lab.revive(primary);
    const move = await moveWriter(stage, target, primary, 'active');
    await stage.pause(stage.pace.afterwardsMs);
    await stage.end();
    await lab.replicated();
    return [
      ...lossFigures(stage, loss, 'death'),
      ...moveFigures(stage, move, 'failback, '),
      none('objects that differ between the Regions', differingObjects(lab).length),
    ];
  },
};
