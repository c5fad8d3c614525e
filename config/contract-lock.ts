import { z } from 'zod';
import { CONTRACT, type Contract, type ContractVersion, OUTPUT_TYPES } from './contract';

/** Name of the file at the root of the project. */
export const CONTRACT_LOCK_FILE = 'contract.lock.json';

const version = z.templateLiteral([z.int(), '.', z.int()]);

/** The contract as it was last committed, without its sentences: those may change at any time. */
export const contractLockSchema = z.strictObject({
  major: z.int(),
  minor: z.int(),
  outputs: z.array(
    z.strictObject({
      stack: z.string(),
      name: z.string(),
      type: z.enum(OUTPUT_TYPES),
      /** Path below `/<name>/<environment>/`. */
      parameter: z.string(),
      /** On which platforms; left out for all. */
      where: z.string().optional(),
      since: version,
      deprecated: version.optional(),
    }),
  ),
});

export type ContractLock = z.infer<typeof contractLockSchema>;
type Locked = ContractLock['outputs'][number];

/** What `contract.lock.json` is to hold: sorted, so that only a change of the contract changes it. */
export function contractLock({ major, minor, outputs }: Contract = CONTRACT): ContractLock {
  const locked = Object.entries(outputs).flatMap(([stack, entries]) =>
    Object.entries(entries).map(
      ([name, { type, parameter, where, since, deprecated }]): Locked => ({
        stack,
        name,
        type,
        parameter: parameter ?? `${stack}/${name}`,
        ...(where && { where: where.text }),
        since,
        ...(deprecated && { deprecated: deprecated.since }),
      }),
    ),
  );
  return { major, minor, outputs: locked.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) };
}

/**
 * What the change from the committed contract to this one breaks of the promise to its readers: nothing goes or becomes
 * something else without a new major version, and nothing goes that was not deprecated in a version before; whatever is new
 * is in a new version, so that a reader can ask for it.
 * @returns one sentence for each problem, with what to do; none for a change that may be committed
 */
export function contractProblems(committed: ContractLock, now: ContractLock = contractLock()): string[] {
  const before = new Map(committed.outputs.map((output) => [keyOf(output), output]));
  const after = new Map(now.outputs.map((output) => [keyOf(output), output]));
  const order = now.major - committed.major || now.minor - committed.minor;
  if (order < 0)
    return [`The contract is ${versionOf(now)}, and ${versionOf(committed)} was committed. A version never goes back.`];
  const breaks = now.major > committed.major;
  const current = versionOf(now);

  const gone = committed.outputs
    .filter((output) => !after.has(keyOf(output)))
    .flatMap((output) => {
      const problems = output.deprecated
        ? []
        : [
            `${keyOf(output)} is gone and was never deprecated. Put it back with \`deprecated\`, and commit that first.`,
          ];
      return breaks
        ? problems
        : [...problems, `${keyOf(output)} is gone. Raise \`major\` to ${committed.major + 1}, or put it back.`];
    });
  const changed = now.outputs.flatMap((output) => {
    const old = before.get(keyOf(output));
    if (!old) return [];
    const differences = [
      ...(old.type === output.type ? [] : [`was a ${old.type} and is a ${output.type}`]),
      ...(old.parameter === output.parameter ? [] : [`was the parameter ${old.parameter} and is ${output.parameter}`]),
      // On every platform instead of some is more, not less.
      ...(old.where === output.where || !output.where
        ? []
        : [`was there on ${platforms(old.where)} and is on ${platforms(output.where)}`]),
    ];
    return [
      ...(breaks
        ? []
        : differences.map(
            (difference) =>
              `${keyOf(output)} ${difference}. Give the new one another name, or raise \`major\` to ${committed.major + 1}.`,
          )),
      ...(old.since === output.since ? [] : [`${keyOf(output)} came in ${old.since}. Write that in \`since\`.`]),
    ];
  });
  const added = [
    ...now.outputs
      .filter((output) => !before.has(keyOf(output)))
      .map((output) => ({ output, since: output.since, what: 'is new', key: 'since' })),
    ...now.outputs
      .filter((output) => output.deprecated && before.get(keyOf(output))?.deprecated === undefined)
      .map((output) => ({ output, since: output.deprecated, what: 'is newly deprecated', key: 'deprecated.since' })),
  ].flatMap(({ output, since, what, key }) => {
    if (order === 0)
      return [
        `${keyOf(output)} ${what}. Raise \`minor\` to ${committed.minor + 1} and write ${committed.major}.${committed.minor + 1} in its \`${key}\`.`,
      ];
    return since === current ? [] : [`${keyOf(output)} ${what} in ${current}. Write that in its \`${key}\`.`];
  });
  return [...gone, ...changed, ...added];
}

const keyOf = ({ stack, name }: Pick<Locked, 'stack' | 'name'>): string => `${stack} ${name}`;

const versionOf = ({ major, minor }: Pick<ContractLock, 'major' | 'minor'>): ContractVersion => `${major}.${minor}`;

const platforms = (where: string | undefined): string => (where ? `platforms ${where}` : 'every platform');
