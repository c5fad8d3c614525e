import type { Rule } from '../model';
import { beyondApproval } from './beyond-approval';
import { actionInvoked, checkFailed } from './checks';
import { contractAdded, contractMoved, contractRemoved, contractRetyped } from './contract';
import { driftFound, driftUndone } from './drift';
import { edgeOneWay, edgeRemoved, edgeWeakened } from './edges';
import { egressLost } from './egress-lost';
import { evacuatedTouched } from './evacuated-touched';
import { forgetUnexpected, importReplaced, importUnexpected } from './forget-import';
import { frontLost } from './front-lost';
import { iamWidened } from './iam-widened';
import { intentExceeded } from './intent-exceeded';
import { keyDeletion } from './key-deletion';
import { networkCut } from './network-cut';
import { orderHazard } from './order-hazard';
import { planAfterWave } from './plan-after-wave';
import { planErrored } from './plan-errored';
import { planForeign } from './plan-foreign';
import { planIncomplete } from './plan-incomplete';
import { planMissing } from './plan-missing';
import { planOnlyApplied } from './plan-only-applied';
import { protectionRemoved } from './protection-removed';
import { publicExposure } from './public-exposure';
import { recoveryPathChanged } from './recovery-path-changed';
import { regionDiffers, regionStray, regionUnknown } from './region-place';
import { rpoWorse } from './rpo-worse';
import { rtoWorse } from './rto-worse';
import { stackAbandoned } from './stack-abandoned';
import { statefulDestroyed, statefulForgotten, statefulReplaced } from './stateful';
import { wafWeakened } from './waf-weakened';
import { waveManyRegions } from './wave-many-regions';
import { homeMoved, oldWriterDestroyed, writerNone, writerPromoted, writerTwo } from './writers';

/** Every rule. Their ids are a contract: suppressions and code scanning name them. */
export const RULES: readonly Rule[] = [
  beyondApproval,
  planAfterWave,
  planErrored,
  planForeign,
  planIncomplete,
  planMissing,
  planOnlyApplied,
  waveManyRegions,
  regionStray,
  regionUnknown,
  regionDiffers,
  evacuatedTouched,
  forgetUnexpected,
  importUnexpected,
  importReplaced,
  edgeRemoved,
  edgeWeakened,
  edgeOneWay,
  rpoWorse,
  rtoWorse,
  writerPromoted,
  writerNone,
  writerTwo,
  oldWriterDestroyed,
  homeMoved,
  stackAbandoned,
  statefulDestroyed,
  statefulReplaced,
  statefulForgotten,
  protectionRemoved,
  keyDeletion,
  iamWidened,
  publicExposure,
  wafWeakened,
  frontLost,
  networkCut,
  egressLost,
  recoveryPathChanged,
  orderHazard,
  contractRemoved,
  contractRetyped,
  contractMoved,
  contractAdded,
  driftFound,
  driftUndone,
  actionInvoked,
  checkFailed,
  intentExceeded,
];
