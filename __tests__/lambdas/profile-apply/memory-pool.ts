import type { Applied, MemoryOfPool, Pass, Progress } from '../../../lambdas/profile-apply/memory-of-pool';
import { PoolError, type PoolUser, type UserPool } from '../../../lambdas/profile-apply/user-pool';

interface Stored {
  attributes: Record<string, string>;
  enabled: boolean;
  groups: Set<string>;
}

/** A user pool that keeps what it is told and counts every call that changes something. */
export class MemoryPool implements UserPool {
  public readonly stored = new Map<string, Stored>();
  public readonly calls: string[] = [];
  public readonly groupNames = new Set<string>();
  public usersAsked = 0;
  /** Whether the marks of pages are refused. */
  public marksLost = false;
  /** Error that the next calls meet, by action. */
  public readonly failing = new Map<string, PoolError>();

  public async create(gid: string, attributes: Readonly<Record<string, string>>): Promise<void> {
    this.count('create');
    if (this.stored.has(gid)) throw new PoolError('UsernameExistsException', false);
    if ([...this.stored.values()].some((user) => user.attributes.email === attributes.email))
      throw new PoolError('AliasExistsException', false);
    this.stored.set(gid, { attributes: { ...attributes }, enabled: true, groups: new Set() });
  }
  public async update(gid: string, attributes: Readonly<Record<string, string>>): Promise<void> {
    this.count('update');
    Object.assign(this.user(gid).attributes, attributes);
  }
  public async setEnabled(gid: string, enabled: boolean): Promise<void> {
    this.count(enabled ? 'enable' : 'disable');
    this.user(gid).enabled = enabled;
  }
  public async addToGroup(gid: string, group: string): Promise<void> {
    this.count('addToGroup');
    this.user(gid).groups.add(group);
  }
  public async removeFromGroup(gid: string, group: string): Promise<void> {
    this.count('removeFromGroup');
    this.user(gid).groups.delete(group);
  }
  public async users(next: string | undefined): Promise<{ users: readonly PoolUser[]; next: string | undefined }> {
    this.usersAsked += 1;
    if (next !== undefined && this.marksLost) throw new PoolError('InvalidParameterException', false);
    const all = [...this.stored].sort(([a], [b]) => (a < b ? -1 : 1));
    const page = all.slice(Number(next ?? 0), Number(next ?? 0) + 2);
    const end = Number(next ?? 0) + page.length;
    return {
      users: page.map(([username, { attributes, enabled }]) => ({
        username,
        attributes: { sub: 'x', ...attributes },
        enabled,
      })),
      next: end < all.length ? String(end) : undefined,
    };
  }
  public async groups(): Promise<{ groups: readonly string[]; next: undefined }> {
    return { groups: [...this.groupNames], next: undefined };
  }
  public async usersOf(group: string): Promise<{ users: readonly string[]; next: undefined }> {
    return {
      users: [...this.stored].filter(([, user]) => user.groups.has(group)).map(([gid]) => gid),
      next: undefined,
    };
  }

  private count(action: string): void {
    this.calls.push(action);
    const error = this.failing.get(action);
    if (error !== undefined) throw error;
  }
  private user(gid: string): Stored {
    const user = this.stored.get(gid);
    if (user === undefined) throw new PoolError('UserNotFoundException', false);
    return user;
  }
}

/** What a Region remembers, in memory. */
export class MemoryMemory implements MemoryOfPool {
  public kept: Progress | undefined;
  public keptPass: Pass | undefined;
  public readonly users = new Map<string, Applied>();
  public async progress(): Promise<Progress | undefined> {
    return this.kept;
  }
  public async setProgress(progress: Progress): Promise<void> {
    this.kept = progress;
  }
  public async pass(): Promise<Pass | undefined> {
    return this.keptPass;
  }
  public async setPass(pass: Pass): Promise<void> {
    this.keptPass = pass;
  }
  public async applied(gid: string): Promise<Applied | undefined> {
    return this.users.get(gid);
  }
  public async setApplied(gid: string, applied: Applied): Promise<void> {
    this.users.set(gid, applied);
  }
}
