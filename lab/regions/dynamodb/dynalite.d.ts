/** What is used of dynalite 4's own files, so that conditions, updates and key conditions are judged by its code, with no server between. */
declare module 'dynalite/db' {
  /** Opaque: only dynalite's own functions look into it. */
  export type Store = Readonly<Record<string, unknown>>;
  export function create(options: { readonly createTableMs?: number }): Store;
  /** @returns an error where the condition does not hold */
  export function checkConditional(data: object, item: object | undefined): Error | null | undefined;
}

declare module 'dynalite/validations' {
  import type { Store } from 'dynalite/db';

  type Types = Readonly<Record<string, unknown>>;
  /** @returns the request with what it knows of it alone. @throws where a value is of a wrong type */
  export function checkTypes(data: object, types: Types): Record<string, unknown>;
  /** Parses the expressions into the request. @throws where a value is not allowed */
  export function checkValidations(data: object, types: Types, custom: unknown, store: Store): void;
}

declare module 'dynalite/validations/*' {
  export const types: Readonly<Record<string, unknown>>;
  export const custom: unknown;
}

declare module 'dynalite/actions/*' {
  import type { Store } from 'dynalite/db';

  const action: (
    store: Store,
    data: object,
    done: (error: Error | null | undefined, answer?: Record<string, unknown>) => void,
  ) => void;
  export = action;
}
