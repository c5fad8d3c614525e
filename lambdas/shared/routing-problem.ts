import { EpochMismatch, RegisterUnavailable, Unavailable, Unclear, WriteRefused } from './failures';
import { describeMove, type MoveRequest } from './machine';
import { Problem, type ProblemDetails } from './problem';
import type { StateRecord } from './record';
import { BadTarget, IllegalTransition, TargetNotReady } from './transition';

/** A failure of the routing layer as its callers meet it; anything unexpected is passed through as it is. */
export function routingProblem(error: unknown): unknown {
  if (error instanceof IllegalTransition)
    return new Problem('illegal-transition', `${error.message} Possible from here: ${words(error.legal)}.`, {
      ...known(error.record),
      legal: error.legal.map(describeMove),
    });
  if (error instanceof BadTarget)
    return new Problem('invalid-request', error.message, {
      errors: [
        {
          path: 'target',
          ...(error.target === undefined ? {} : { value: error.target }),
          allowed: `one of ${error.allowed.join(', ')}`,
          fix: 'Name one of them.',
        },
      ],
    });
  if (error instanceof TargetNotReady)
    return new Problem('target-not-ready', error.message, { ...known(error.record), health: error.reports });
  if (error instanceof EpochMismatch)
    return new Problem('epoch-mismatch', `${error.message}${before(error.committed)}`, known(error.record));
  if (error instanceof RegisterUnavailable)
    return new Problem(
      'register-unavailable',
      `${error.message}${error.unclear ? ' The change may have been made: read the state.' : ''}${before(error.committed)}`,
    );
  if (error instanceof WriteRefused)
    return new Problem(error.code, error.message, error.record === undefined ? {} : known(error.record));
  if (error instanceof Unavailable || error instanceof Unclear)
    return new Problem('unavailable', error.message, {}, { cause: error });
  return error;
}

function known({ state, epoch, writers }: StateRecord): ProblemDetails {
  return { state, epoch, writers };
}

function words(legal: readonly MoveRequest[]): string {
  return legal.length === 0 ? 'nothing' : legal.map(describeMove).join(', ');
}

function before(committed: readonly number[]): string {
  return committed.length === 0 ? '' : ` Before that, this request committed epoch ${committed.join(', ')}.`;
}
