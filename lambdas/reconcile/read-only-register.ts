import { Unavailable } from '../shared/failures';
import type { RegisterStore } from '../shared/ports';

/**
 * The register for who may only read it. Readers of history otherwise mend it, by putting an item that is missing; this one leaves that to those who may
 * write, and its plan does without.
 */
export function readOnly(store: RegisterStore): RegisterStore {
  const refuse = (): Promise<never> => Promise.reject(new Unavailable('This function only reads the register.'));
  return {
    read: (endpoint, scope) => store.read(endpoint, scope),
    history: (endpoint, scope, page) => store.history(endpoint, scope, page),
    putHistory: () => Promise.resolve(),
    write: refuse,
    deployment: refuse,
  };
}
