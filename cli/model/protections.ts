/** What keeps two Regions from writing at once. A model without one of them must find what it was for. */
export const PROTECTIONS = {
  fence: 'the data tables accept a write whether the fence is open or not',
  lease: 'a Region that once was named a writer goes on for ever without asking again',
  wait: 'the new writer opens without waiting for the leases of Regions that did not answer',
  a1: 'data writes land up to 15 s after they were sent (assumption A1 does not hold)',
  compare: 'the register overwrites the record whatever its epoch is',
} as const;

export type Protection = keyof typeof PROTECTIONS;

export const isProtection = (name: string): name is Protection => Object.hasOwn(PROTECTIONS, name);
