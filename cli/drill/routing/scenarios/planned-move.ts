import { moveFigures, moveWriter } from './moves';
import type { RoutingScenario } from './scenario';

/** The writer moves with every Region alive. */
export const plannedMove: RoutingScenario = {
  name: 'planned-move',
  summary: (primary, target) => `the writer moves from ${primary} to ${target}, both alive`,
  play: async (stage) => {
    const { primary, target } = stage.options;
    const move = await moveWriter(stage, primary, target, 'failover');
    await stage.pause(stage.pace.afterwardsMs);
    return moveFigures(stage, move);
  },
};
