import type { Change, Review, Rule, Value } from '../model';
import { about, fateOf, inRegion, nameOf } from './draft';

/**
 * A global table with a replica in an evacuated Region is forgotten with it, as reading it calls the dead Region, and is
 * adopted again with it.
 */
function isFrozenBy(review: Review, { type, before, after }: Change, state: 'evacuated' | 'returning'): boolean {
  const replicas = (before ?? after)?.replica;
  if (type !== 'aws_dynamodb_table' || !Array.isArray(replicas)) return false;
  return replicas.some((replica) => review.regionState(String(member(replica, 'region_name'))) === state);
}

const member = (value: Value, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

/** Home moves by forgetting where it stood and adopting what its new Region has. */
const homeMoves = ({ intents }: Review): boolean => intents.some(({ kind }) => kind === 'home-moved');

export const forgetUnexpected: Rule = {
  id: 'forget-unexpected',
  severity: 'high',
  title: 'An object of a living Region is forgotten',
  suppressible: true,
  doc: {
    what: 'Terraform forgets an object whose Region is not evacuated in the config.',
    why: "It lives on, outside of the code: nobody changes, protects or deletes it, and it costs what it costs. Terraform's summary does not count it.",
    fix: 'Take the `removed` block out, or set the Region to `evacuated` if it is lost.',
    example:
      'A `removed` block with `destroy = false` names a parameter of eu-west-1, which is active. The same block for an evacuated Region is no finding.',
  },
  run: (review) =>
    review.changes
      .filter(
        (change) =>
          (change.kind === 'forget' || change.kind === 'replace-forget') &&
          change.expected === undefined &&
          review.regionState(change.region) !== 'evacuated' &&
          !isFrozenBy(review, change, 'evacuated'),
      )
      .map((change) =>
        about(change, {
          what: `${nameOf(change)}${inRegion(change.region)} is ${fateOf(change)}, and its Region is not evacuated.`,
          why: "It lives on outside of the code, and Terraform's summary does not count it.",
          fix:
            change.kind === 'forget'
              ? "Take the `removed` block out. If the Region is lost, set `state: 'evacuated'`."
              : 'Take `destroy = false` out of its lifecycle, or delete the old one by hand.',
        }),
      ),
};

export const importUnexpected: Rule = {
  id: 'import-unexpected',
  severity: 'high',
  title: 'An object is adopted into a Region that is not returning',
  suppressible: true,
  doc: {
    what: 'An `import` block adopts an object whose Region is not `returning` in the config.',
    why: "What Terraform adopts it changes, and deletes with the code. Nothing in the config says that this object is to be the platform's.",
    fix: 'Check that the id is the one that is meant. To bring a Region back, set its state to `returning`.',
    example:
      'An `import` block names a parameter of eu-west-1, which is active. The imports of a Region that is `returning` are no findings.',
  },
  run: (review) =>
    review.changes
      .filter(
        (change) =>
          change.importing &&
          change.expected === undefined &&
          review.regionState(change.region) !== 'returning' &&
          !isFrozenBy(review, change, 'returning') &&
          !homeMoves(review),
      )
      .map((change) =>
        about(change, {
          what: `${nameOf(change)}${inRegion(change.region)} is adopted, and its Region is not returning.`,
          why: 'From then on Terraform changes it as the code says, and deletes it with the code.',
          fix: "Take the `import` block out, or set the Region's state to `returning`.",
        }),
      ),
};

export const importReplaced: Rule = {
  id: 'import-replaced',
  severity: 'critical',
  title: 'An object is adopted to be destroyed',
  suppressible: false,
  doc: {
    what: 'An object is adopted and destroyed or replaced in one plan. It cannot be suppressed.',
    why: 'The point of adopting is to keep what is there: this deletes it.',
    fix: 'Make the code say what the object is, until the plan adopts it without a replacement.',
    example:
      'A bucket is imported under a resource with another name: it is adopted, destroyed and made anew. An import that also updates is no finding.',
  },
  run: (review) =>
    review.changes
      .filter(
        ({ importing, kind }) => importing && (kind === 'replace' || kind === 'destroy' || kind === 'replace-forget'),
      )
      .map((change) =>
        about(change, {
          what: `${nameOf(change)}${inRegion(change.region)} is adopted and ${fateOf(change)} in the same run${change.replacePaths.length > 0 ? `, because of ${change.replacePaths.join(', ')}` : ''}.`,
          why: 'What exists is deleted, with all that is in it.',
          fix: 'Set the arguments to what the object has now, and plan until it is adopted in place.',
        }),
      ),
};
