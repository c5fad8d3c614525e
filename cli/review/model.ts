/**
 * What a review is made of. Everything that looks at a review (rules, renderers, verbs) imports its types from here.
 *
 * - `plan-model`: a stack's plan and its changes, without secrets
 * - `synth-model`: what was synthesized: the manifest, lifecycles, removed and import blocks
 * - `review-model`: what rules look at: all stacks, the state after the run, siblings, intent
 * - `result-model`: rules, findings, suppressions, and the review as a whole
 */
export * from './plan-model';
export * from './result-model';
export * from './review-model';
export * from './synth-model';
