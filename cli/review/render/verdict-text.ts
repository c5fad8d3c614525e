import { GLOBAL, type Matrix, type ReviewResult, SEVERITIES, UNKNOWN } from '../model';
import { changesIn, counted } from './counts-text';

/** `1 critical, 2 high`; empty where nothing was found. */
export const severitiesText = ({ verdict }: ReviewResult): string =>
  SEVERITIES.filter((severity) => verdict.findings[severity] > 0)
    .map((severity) => `${verdict.findings[severity]} ${severity}`)
    .join(', ');

/** `3 Regions and global`. */
function placesText({ rows }: Matrix): string {
  const busy = rows.filter(({ total }) => changesIn(total) > 0).map(({ region }) => region);
  const others = [GLOBAL, UNKNOWN].filter((place) => busy.includes(place));
  const regions = busy.length - others.length;
  return [...(regions > 0 ? [counted(regions, 'Region')] : []), ...others].join(' and ');
}

/** What a senior engineer would say of it. Plain text. */
export interface VerdictText {
  /** A few words, without a full stop. */
  readonly verdict: string;
  /** Why, and how much changes. */
  readonly reason: string;
}

/** The verdict and its reason. */
export function verdictOf(result: ReviewResult): VerdictText {
  const { verdict, failOn, matrix, intents } = result;
  const changes = changesIn(matrix.total);
  const extent = changes === 0 ? 'Nothing changes' : `${counted(changes, 'change')} in ${placesText(matrix)}`;
  const asked = intents.length > 0 ? `, asked for by the config: ${intents.map(({ label }) => label).join('; ')}` : '';
  const found = severitiesText(result);
  switch (verdict.status) {
    case 'not-reviewable':
      return {
        verdict: 'cannot be reviewed',
        reason: `A plan is missing or broken, so nothing below is complete.${found ? ` Found so far: ${found}.` : ''}`,
      };
    case 'findings':
      return { verdict: 'do not merge as it is', reason: `Found: ${found}. ${extent}${asked}.` };
    case 'passed':
      return {
        verdict: 'fine to go',
        reason: `Nothing at or above ${failOn}${found ? ` (${found})` : ''}. ${extent}${asked}.`,
      };
    case 'clean':
      return { verdict: 'nothing changes', reason: `Nothing was found${asked}.` };
  }
}

/** Both, in one line. */
export function verdictText(result: ReviewResult): string {
  const { verdict, reason } = verdictOf(result);
  return `${verdict.charAt(0).toUpperCase()}${verdict.slice(1)}. ${reason}`;
}
