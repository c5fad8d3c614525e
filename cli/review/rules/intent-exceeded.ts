import type { Change, Intent, Rule } from '../model';
import { about, fateOf, inRegion, isPublishedValue, leavingWith, listed, nameOf } from './draft';

/** Published values follow from what changes: that is what is told. */
const counts = (change: Change): boolean =>
  change.noise === undefined && change.kind !== 'no-op' && change.kind !== 'read' && !isPublishedValue(change);

/** An event of the platform's life. What the config has more or less is an ordinary change, with whatever else is in it. */
const isEvent = ({ kind }: Intent): boolean => kind !== 'object-added' && kind !== 'object-removed';

export const intentExceeded: Rule = {
  id: 'intent-exceeded',
  severity: 'high',
  title: 'The change does more than the config asks for',
  suppressible: true,
  needsBase: true,
  doc: {
    what: "The config's change is an event of a Region's life (adding, evacuating, bringing back, leaving) or a move of the writer (moving home is a finding of its own), and the plan does something that does not belong to it.",
    why: 'Such a change is made in a hurry and approved for what it says; anything else in it is not looked at.',
    fix: 'Put the rest into a change of its own, before or after.',
    example:
      'ap-southeast-2 is evacuated, and the class of a database changes too. The rule to ap-southeast-2 that each other Region drops belongs to it.',
  },
  run: (review) => {
    const events = review.intents.filter(isEvent);
    const labels = events.map(({ label }) => label);
    const isAsked = ({ expected }: Change): boolean => expected !== undefined && labels.includes(expected);
    return events.length === 0 || events.some(({ kind }) => kind === 'home-moved')
      ? []
      : review.changes
          .filter((change) => counts(change) && !isAsked(change) && leavingWith(review, change) === undefined)
          .map((change) =>
            about(
              change,
              {
                what: `${nameOf(change)}${inRegion(change.region)} is ${fateOf(change)}, which does not belong to ${listed(labels)}.`,
                why: 'It is approved for what the config says, and does more.',
                fix: 'Put it into a change of its own.',
              },
              { paths: change.changed },
            ),
          );
  },
};
