import type { Attributes } from '../shared/users';

/**
 * The own Region's user pool. `AdminGetUser` is not here: it, like creating and updating, counts the user as active in
 * that month ("Amazon Cognito pricing"), so what the pool holds is remembered instead of asked for.
 */
export interface UserPool {
  /** @throws PoolError `UsernameExistsException` */
  create(gid: string, attributes: Attributes): Promise<void>;
  update(gid: string, attributes: Attributes): Promise<void>;
  setEnabled(gid: string, enabled: boolean): Promise<void>;
  addToGroup(gid: string, group: string): Promise<void>;
  removeFromGroup(gid: string, group: string): Promise<void>;
  /** A page of all users; groups are not in it. Listing does not count a user as active. */
  users(next: string | undefined): Promise<{ readonly users: readonly PoolUser[]; readonly next: string | undefined }>;
  groups(next: string | undefined): Promise<{ readonly groups: readonly string[]; readonly next: string | undefined }>;
  /** A page of a group's usernames. */
  usersOf(
    group: string,
    next: string | undefined,
  ): Promise<{ readonly users: readonly string[]; readonly next: string | undefined }>;
}

/** A user as a pool lists them. */
export interface PoolUser {
  readonly username: string;
  readonly attributes: Attributes;
  readonly enabled: boolean;
}

/** Cognito refused a call, or did not answer. Its message is left out: it may name the user's e-mail. */
export class PoolError extends Error {
  public override readonly name = 'PoolError';
  /**
   * @param code Cognito's own name of the error, or `NoAnswer` @param transient whether the same call may succeed later: the rest of the
   * run would only meet it again
   */
  constructor(
    public readonly code: string,
    public readonly transient: boolean,
    cause?: unknown,
  ) {
    super(`The user pool answered ${code}.`, { cause });
  }
}
