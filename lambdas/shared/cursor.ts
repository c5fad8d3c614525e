import { hashOf } from './ids';
import { invalidRequest } from './problem';

const CHECK_CHARACTERS = 11;
const LONGEST = 512;

/**
 * Where a list goes on, as one opaque text for the `cursor` of the next request. It is tied to its list: one of another
 * photo, or of the other order, is refused. What ties it is a checksum against mistakes, not a signature: a cursor only
 * says where in a list the caller may read anyway.
 *
 * @param list names the list and its order, such as `comments/<photo>/oldest`
 * @param position the key after which the list goes on
 */
export function cursorOf(list: string, position: string): string {
  return `${checkOf(list, position)}${Buffer.from(position).toString('base64url')}`;
}

/** The position in a cursor, or `invalid-request` where it is not one of this list. Nothing for no cursor. */
export function positionIn(cursor: string | undefined, list: string): string | undefined {
  if (cursor === undefined) return undefined;
  if (cursor.length <= LONGEST && /^[\w-]+$/.test(cursor)) {
    const position = Buffer.from(cursor.slice(CHECK_CHARACTERS), 'base64url').toString('utf8');
    if (position !== '' && cursorOf(list, position) === cursor) return position;
  }
  throw invalidRequest([
    {
      path: 'query.cursor',
      value: cursor.slice(0, 40),
      allowed: 'the `next` of an earlier page of this very list, in the same order',
      fix: 'Leave it out to begin anew.',
    },
  ]);
}

function checkOf(list: string, position: string): string {
  return hashOf('cursor', list, position).toString('base64url').slice(0, CHECK_CHARACTERS);
}
