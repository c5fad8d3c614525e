/**
 * The second engine: the real AWS provider before an emulator of AWS's API. What it does to the stacks on the way: docs/lab.md.
 * Imports point one way: stack-json <- leave-out, known-arguments, emulators <- adapt <- course <- engine; aws-request <- mends <- gateway.
 */
export { forgetAll } from './emulator';
export { Engine, type EngineOptions, type EngineRunOptions, openEngine } from './engine';
export { engineJson, engineReport } from './report';
export type { Drift, EngineRun, Findings } from './results';
