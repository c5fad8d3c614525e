import { addRegion } from './add-region';
import { evacuateReturn } from './evacuate-return';
import { homeLoss } from './home-loss';
import { interruptedApply } from './interrupted-apply';
import { plannedSwitch, promote } from './promote';
import { regionOutage } from './region-outage';
import { removeRegion } from './remove-region';
import type { Scenario } from './scenario';

/** In the order in which `all` plays them. */
export const SCENARIOS: readonly Scenario[] = [
  regionOutage,
  evacuateReturn,
  promote,
  plannedSwitch,
  addRegion,
  removeRegion,
  interruptedApply,
  homeLoss,
];

export { NotApplicable, type Scenario, type Setting } from './scenario';
