import { type Problem, pathText } from './problems';

/** Deepest nesting and longest list that are still looked at: far more than any config has, and little enough to walk. */
const MAX_DEPTH = 16;
const MAX_LENGTH = 1000;

/** What is no data, as a symbol whose description says what it is: no schema allows a symbol. */
const notData = (description: string): symbol => Symbol(description);

/**
 * A copy of a value as data alone: lists, and objects of their own keys, without those that are `undefined`. Whatever else
 * a module can export (functions, instances, getters that throw, cycles) becomes a symbol that describes it.
 */
export function plain(input: unknown): { readonly data: unknown; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];

  function copy(value: unknown, path: readonly PropertyKey[], within: readonly object[]): unknown {
    if (typeof value === 'function') return notData('a function');
    if (typeof value === 'symbol') return notData('a symbol');
    if (typeof value !== 'object' || value === null) return value;
    if (within.includes(value)) return notData('an object that holds itself');
    if (within.length >= MAX_DEPTH) return notData(`something more than ${MAX_DEPTH} levels deep`);
    const inside = [...within, value];
    return readable(() => (Array.isArray(value) ? copyList(value, path, inside) : copyObject(value, path, inside)));
  }

  function copyList(list: readonly unknown[], path: readonly PropertyKey[], within: readonly object[]): unknown {
    if (list.length > MAX_LENGTH) return notData(`a list of ${list.length} elements`);
    return Array.from(list, (element, index) => copy(element, [...path, index], within));
  }

  function copyObject(value: object, path: readonly PropertyKey[], within: readonly object[]): unknown {
    // Object.prototype, also that of another realm, or none.
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      return notData(`an instance of ${value.constructor?.name || 'a class'}`);
    const entries = Object.keys(value).flatMap((key): [string, unknown][] => {
      if (key === '__proto__') {
        problems.push({
          path: pathText([...path, key]),
          message: '"__proto__" cannot be a key or a name. Take it out.',
        });
        return [];
      }
      const item = readable(() => copy((value as Record<string, unknown>)[key], [...path, key], within));
      return item === undefined ? [] : [[key, item]];
    });
    return Object.fromEntries(entries);
  }

  return { data: copy(input, [], []), problems };
}

/** What `read` gives. A getter or a proxy may throw. */
function readable(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return notData(`something that cannot be read (${messageOf(error)})`);
  }
}

/** The first line of what was thrown, without its full stop. Anything can be thrown, and an error may be another realm's. */
export function messageOf(thrown: unknown): string {
  try {
    const text = isError(thrown) ? thrown.message : String(thrown);
    return text.trim().split('\n')[0]?.replace(/\.$/, '') || 'no message';
  } catch {
    return 'no message';
  }
}

export const isError = (thrown: unknown): thrown is Error =>
  typeof thrown === 'object' && thrown !== null && 'message' in thrown && typeof thrown.message === 'string';
