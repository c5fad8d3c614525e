import { afterDeleting, afterMaking } from '../aws/effects';
import { maker, type Place } from '../aws/make';
import { GLOBAL } from '../aws/reach';
import { refusal } from '../aws/refusals';
import { withRelated } from '../aws/related';
import { keepSecretValue } from '../aws/secrets';
import { identityOf } from '../identity';
import { settled } from '../plan/settle';
import type { Calls } from '../protocol/messages';
import { decodeObject, encode, type ObjectValue, objects } from '../protocol/value';
import type { Block } from '../schema/types';
import { type Client, problem, type Session } from './session';

type ApplyRequest = Calls['ApplyResourceChange'][0];
type ApplyResponse = Calls['ApplyResourceChange'][1];

/** Creates, changes or deletes an object: in its own Region, and in those that the change calls as well. */
export async function applyChange(session: Session, client: Client, request: ApplyRequest): Promise<ApplyResponse> {
  const type = request.type_name;
  const block = session.resource(type);
  const { world, faults } = session.shared;
  const [prior, planned] = [decodeObject(request.prior_state), decodeObject(request.planned_state)];
  const op = !planned ? 'Delete' : prior ? 'Update' : 'Create';
  const place = session.place(client, type, block, planned ?? prior);
  const home = place.global ? GLOBAL : place.region;

  const unreachable = await session.reach({ op, type, block, client, state: withFormerReplicas(prior, planned) });
  if (unreachable) return { new_state: request.prior_state, diagnostics: unreachable };
  const refused =
    refusal(type, world, { op, region: home, prior, planned }) ??
    (op === 'Create' && faults.failsCreation(type, home)
      ? `creating ${type}: InternalFailure: failCreate asked for it`
      : undefined);
  if (refused !== undefined) return { new_state: request.prior_state, diagnostics: [problem(refused)] };

  if (!planned) {
    if (prior) {
      world.drop(type, home, prior);
      afterDeleting(type, world, prior);
    }
    return { new_state: encode(null) };
  }
  const state = prior
    ? updated(type, block, place, prior, planned)
    : created(
        type,
        block,
        place,
        withRelated(type, world, planned, place.region),
        (state) => !world.get(type, home, state),
      );
  world.put(type, home, { ...world.get(type, home, state)?.state, ...state });
  if (!prior) afterMaking(type, world, state);
  if (type === 'aws_secretsmanager_secret_version')
    keepSecretValue(world, home, { ...decodeObject(request.config), secret_id: state.secret_id ?? null });
  return { new_state: encode(state), legacy_type_system: true };
}

/** Objects may be alike in every written attribute, like addresses without tags; their ids are not. */
function created(
  type: string,
  block: Block,
  place: Place,
  planned: ObjectValue,
  isFree: (state: ObjectValue) => boolean,
): ObjectValue {
  const make = (copy: number) => settled(block, planned, maker(type, place, planned, copy));
  const first = make(0);
  let state = first;
  for (let copy = 1; !isFree(state); copy += 1) {
    state = make(copy);
    // Its id follows from its configuration, like a bucket policy's: it takes the place of the one before.
    if (identityOf(type, state) === identityOf(type, first)) return first;
  }
  return state;
}

function updated(type: string, block: Block, place: Place, prior: ObjectValue, planned: ObjectValue): ObjectValue {
  const make = maker(type, place, planned);
  return settled(block, planned, (path, element) => {
    const before = prior[path];
    return typeof before === 'number' ? before + 1 : make(path, element); // versions count up
  });
}

/** A change that takes a replica away calls its Region, too. */
function withFormerReplicas(prior: ObjectValue | null, planned: ObjectValue | null): ObjectValue | null {
  if (!prior || !planned) return planned ?? prior;
  return { ...planned, replica: [...objects(planned.replica), ...objects(prior.replica)] };
}
