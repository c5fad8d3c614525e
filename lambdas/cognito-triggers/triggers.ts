import { within } from '../shared/deadline';
import { ConditionFailed, WriteRefused } from '../shared/failures';
import type { FencedWriter } from '../shared/fenced-write';
import type { Lease } from '../shared/lease';
import { errorFields, type Log } from '../shared/log';
import type { ContentStore } from '../shared/ports';
import type { Scope } from '../shared/record';
import type { Reservations } from '../shared/reservations';
import { COPY_MARK, isGid, profileFrom, profileKey, seenInPool, writesOf } from '../shared/users';
import { type TriggerEvent, triggerEvent } from './event';

export interface TriggerDependencies {
  readonly region: string;
  readonly scope: Scope;
  readonly lease: Pick<Lease, 'hold' | 'settled'>;
  readonly writer: Pick<FencedWriter, 'write'>;
  /** The own Region's. */
  readonly content: ContentStore;
  /** Which zone an e-mail belongs to, pattern data-residency only. */
  readonly reservations: Reservations | undefined;
  readonly nowMs: () => number;
  /** At least 10 random bytes. */
  readonly entropy: () => Uint8Array;
  readonly log: Log;
}

/** Cognito gives a trigger five seconds and asks up to three times ("Important considerations", Lambda triggers). */
const LIMIT_MS = 3500;

/** A refusal whose message Cognito shows to whoever tried to sign up. */
export class SignUpRefused extends Error {
  public override readonly name = 'SignUpRefused';
}

/**
 * Makes the one function behind a pool's triggers. It answers with the event it was given, as Cognito wants it, or throws
 * where a sign-up is refused. After a sign-in it never throws: whoever proved who they are gets in, in every Region,
 * whether or not their profile can be written just now.
 */
export function createCognitoTriggers<Event>(dependencies: TriggerDependencies): (event: Event) => Promise<Event> {
  const { log } = dependencies;
  return async (event) => {
    const read = triggerEvent(event);
    if (read === undefined)
      throw new Error('This is not an event of a Cognito trigger. Let the user pool call this function.');
    const [kind] = read.triggerSource.split('_');
    if (kind === 'PreSignUp') {
      try {
        await within(LIMIT_MS, () => admit(dependencies, read));
      } catch (error) {
        log.info('sign-up refused', { source: read.triggerSource, ...errorFields(error) });
        throw error instanceof SignUpRefused
          ? error
          : new SignUpRefused('Users cannot be created just now. Try again.', { cause: error });
      }
    } else if (kind === 'PostConfirmation' || kind === 'PostAuthentication') {
      try {
        await within(LIMIT_MS, () => carry(dependencies, read));
      } catch (error) {
        // The next sign-in or the nightly pass carries it.
        log[isExpected(error) ? 'info' : 'error']('profile not written', {
          source: read.triggerSource,
          ...errorFields(error),
        });
      }
    }
    return event;
  };
}

/** Who may be created here: nobody by themselves, and by an administrator only in the Region that writes. */
async function admit(dependencies: TriggerDependencies, event: TriggerEvent): Promise<void> {
  const { lease, scope, reservations, region } = dependencies;
  const { triggerSource, userName, clientMetadata, userAttributes } = event;
  if (triggerSource === 'PreSignUp_SignUp')
    throw new SignUpRefused('Accounts are made by an administrator: signing up is closed.');
  if (triggerSource === 'PreSignUp_AdminCreateUser' && !isGid(userName))
    throw new SignUpRefused(
      'The username must be a new UUID in lower case: it is the user’s id in every Region. The e-mail is an alias.',
    );
  // The copy of a user who exists already. An administrator who sends the mark may create users anyway.
  if (triggerSource === 'PreSignUp_AdminCreateUser' && clientMetadata[COPY_MARK.name] === COPY_MARK.value) return;

  try {
    await lease.hold(scope);
  } catch (error) {
    if (!(error instanceof WriteRefused)) throw error;
    const writers = error.record?.writers ?? [];
    const where = writers.length === 0 ? 'Try again later' : `Create the user in ${writers.join(' or ')}`;
    throw new SignUpRefused(`${region} does not write at present (${error.code}). ${where}.`, { cause: error });
  }
  if (reservations === undefined) return;
  const { email } = userAttributes;
  if (email === undefined) throw new SignUpRefused('A user needs an e-mail, which says whose zone they belong to.');
  const zone = await reservations.claim(email);
  if (zone !== reservations.zone) throw new SignUpRefused('This e-mail belongs to a user of another zone.');
}

/** Writes what the pool holds of a user who has just proved who they are, where that is news. */
async function carry(dependencies: TriggerDependencies, event: TriggerEvent): Promise<void> {
  const { content, writer, scope, region, nowMs, entropy, lease } = dependencies;
  const { userName: gid, userAttributes: attributes } = event;
  const before = profileFrom(await content.get(profileKey(gid), { strong: true }));
  const after = seenInPool(gid, before, { attributes }, { nowMs: nowMs(), entropy: entropy(), pool: region });
  if (after === undefined) return;
  await writer.write(scope, writesOf(after));
  await lease.settled();
}

const isExpected = (error: unknown): boolean => error instanceof WriteRefused || error instanceof ConditionFailed;
