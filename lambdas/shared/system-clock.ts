import type { Clock } from './ports';

/** The process's own clocks. Apart from what makes clients, so that a function without any is not bundled with them. */
export const SYSTEM_CLOCK: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
