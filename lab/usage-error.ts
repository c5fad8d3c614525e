/** A command line that says nothing that can be done. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export const quoted = (text: string): string => JSON.stringify(text);

/** The value of an option that is a number. @throws UsageError */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < min || number > max)
    throw new UsageError(`${option}: ${quoted(text)} is not a whole number from ${min} to ${max}.`);
  return number;
}
