import * as z from 'zod/mini';
import { ConditionFailed } from '../shared/failures';
import type { ApiRequest, ApiResponse, Route } from '../shared/http';
import { Problem } from '../shared/problem';
import { changed, type Profile, profileFrom, profileKey, writesOf } from '../shared/users';
import { parse } from '../shared/validation';
import { callerOf } from './caller';
import type { PhotosDependencies } from './dependencies';
import { wellFormed } from './inputs';

const CHANGE = z.strictObject({ name: wellFormed(1, 100) });
/** Revision of a user who has no profile yet: what `If-Match` says to make the first one. */
const NO_REV = '0';

/** The signed-in user's own profile. Who that is comes from the token alone. */
export function meRoutes(dependencies: PhotosDependencies): readonly Route[] {
  return [
    { method: 'GET', path: '/me', run: (request) => show(dependencies, request) },
    { method: 'PUT', path: '/me', run: (request) => change(dependencies, request) },
  ];
}

async function show({ content, nowMs }: PhotosDependencies, request: ApiRequest): Promise<ApiResponse> {
  const { gid, name } = callerOf(request, nowMs());
  const profile = profileFrom(await content.get(profileKey(gid)));
  return answer(
    profile ?? { gid, attributes: name === undefined ? {} : { name }, enabled: true, groups: [], rev: NO_REV },
  );
}

async function change(dependencies: PhotosDependencies, request: ApiRequest): Promise<ApiResponse> {
  const { content, writes, nowMs, entropy } = dependencies;
  const { gid } = callerOf(request, nowMs());
  const expected = revOf(request.header('if-match'));
  const { name } = parse(CHANGE, request.json(), 'body');

  const before = profileFrom(await content.get(profileKey(gid), { strong: true }));
  if ((before?.rev ?? NO_REV) !== expected) throw changedMeanwhile();
  const attributes = { ...before?.attributes, name };
  const after = changed(gid, before, { attributes }, { nowMs: nowMs(), entropy: entropy() });
  if (after === undefined && before !== undefined) {
    // Nothing to write, but a Region that may not write says so all the same: a client should not learn it by chance.
    return { ...answer(before), epoch: await writes.admit() };
  }
  if (after === undefined) throw changedMeanwhile();
  try {
    const epoch = await writes.write(writesOf(after));
    return { ...answer(after), epoch };
  } catch (error) {
    if (error instanceof ConditionFailed) throw changedMeanwhile();
    throw error;
  }
}

function answer(profile: Pick<Profile, 'gid' | 'attributes' | 'enabled' | 'groups' | 'rev'>): ApiResponse {
  const { gid, attributes, enabled, groups, rev } = profile;
  const { email = null, name = null } = attributes;
  return { status: 200, body: { id: gid, email, name, enabled, groups, rev }, headers: { etag: `"${rev}"` } };
}

/** The revision in `If-Match`, with its quotes or without. */
function revOf(header: string | undefined): string {
  if (header === undefined)
    throw new Problem(
      'precondition-required',
      'Send `If-Match` with the `rev` that you read, so that nobody else’s change is lost.',
    );
  return /^"?([0-9A-Z]{1,26})"?$/.exec(header.trim())?.[1] ?? '';
}

const changedMeanwhile = (): Problem =>
  new Problem('precondition-failed', 'The profile is not at this revision. Read it again, and decide anew.');
