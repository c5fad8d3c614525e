export type { Action, Change, Counts } from './changes';
export { terraformEnvironment, type VariableValue } from './environment';
export { LabError } from './errors';
export { Lab, type LabOptions, openLab, type RunOptions, runLab } from './lab';
export { chosenStacks, readManifest, type SynthesizedStack } from './manifest';
export { type CallCounts, callCounts, type LabEvent, type LabRun, MODES, type Mode, type StackRun } from './results';
export { countsText } from './stack-run';
export { ROOT, synthesize, synthesizeHere } from './synthesize';
export { TerraformError, wantedVersion } from './terraform';
