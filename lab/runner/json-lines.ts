/** The JSON objects of a text, one a line; other lines are passed over. */
export const objectsIn = <T extends object>(text: string): T[] =>
  text.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as T] : []));
