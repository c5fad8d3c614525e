/**
 * A simulated AWS behind Terraform's own plugin protocol. What it does and does not do: docs/lab-simulation.md.
 * Imports point one way: protocol (the wire) <- schema (from the bindings) <- plan (what will be) <- aws (what AWS does)
 * <- service (answers to Terraform) <- provider (servers, faults, calls).
 */
export { SECRET_MARK } from './aws/secrets';
export type { Call, Operation } from './calls';
export { expectedZones, putExpected } from './expected';
export type { Faults } from './faults';
export { type Attachment, type ProviderOptions, type SimulatedProvider, startProvider } from './provider';
export { typesIn } from './types-in';
export type { Stored, World } from './world';
