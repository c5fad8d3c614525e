import type { ReviewResult } from '../model';

/** Fingerprints that a comment remembers: more would take the room of what people read. */
export const MAX_REMEMBERED = 400;

/** Tells the platform's comment from any other, also from that of another platform in the same repository. */
export const markOf = ({ platform }: Pick<ReviewResult, 'platform'>): string =>
  `<!-- meridian-review ${platform.name}/${platform.environment} -->`;

const STATE = /<!-- meridian-state ([0-9a-z,]*) -->/i;

/** What the next review compares with. */
export const stateText = ({ findings }: ReviewResult): string =>
  `<!-- meridian-state ${findings
    .slice(0, MAX_REMEMBERED)
    .map(({ fingerprint }) => fingerprint)
    .join(',')} -->`;

/** Fingerprints of the review that an earlier comment showed; `undefined` where it shows none. */
export function fingerprintsIn(comment: string): string[] | undefined {
  const list = STATE.exec(comment)?.[1];
  return list?.split(',').filter((fingerprint) => fingerprint !== '');
}
