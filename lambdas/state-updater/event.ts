import * as z from 'zod/mini';
import type { InputError } from '../shared/problem';
import { APP_STATES, isAppState } from '../shared/record';
import type { UpdaterEvent } from '../shared/updater-event';
import { check } from '../shared/validation';

/** The event asks for nothing that can be done. Thrown, as in AWS's Multi-Region Application Architecture, and with its texts where it has one. */
export class InvalidEvent extends Error {
  public override readonly name = 'InvalidEvent';
}

/** What the event may name. */
export interface Known {
  /** Applications of this platform. */
  readonly apps: readonly string[];
  /** Its control table. */
  readonly table: string;
}

const text = (most: number) => z.string().check(z.minLength(1), z.maxLength(most));
const region = z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'the name of a Region, as in eu-west-1'));

/** The fields beside the first three: they are checked strictly, as a misspelt `DryRun` would be a move. */
const added = z.strictObject({
  AppId: z.unknown(),
  TableName: z.unknown(),
  NewState: z.exactOptional(z.unknown()),
  TargetRegion: z.exactOptional(region),
  WithoutRegion: z.exactOptional(region),
  ExpectedEpoch: z.exactOptional(z.int().check(z.minimum(0))),
  Reason: z.exactOptional(text(500)),
  Actor: z.exactOptional(text(256)),
  DryRun: z.exactOptional(z.boolean()),
  SkipChecks: z.exactOptional(z.boolean()),
  Zone: z.exactOptional(text(64)),
  ForwardedFrom: z.exactOptional(region),
  CheckOnly: z.exactOptional(z.boolean()),
});

/** A valid event. `NewState` is absent in a mere check. */
export type CheckedEvent = Omit<UpdaterEvent, 'NewState'> & {
  readonly NewState: (typeof APP_STATES)[number] | undefined;
};

/** @throws InvalidEvent */
export function parseEvent(event: unknown, known: Known): CheckedEvent {
  const fields: Readonly<Record<string, unknown>> = typeof event === 'object' && event !== null ? { ...event } : {};
  if (Object.hasOwn(fields, 'StackId'))
    throw new InvalidEvent(
      'This is an event of AWS CloudFormation (StackId), which is not served: the state is never set by a deployment. Invoke the function with AppId, TableName and NewState.',
    );
  const { CheckOnly } = fields;
  const app = required(fields, 'AppId');
  const table = required(fields, 'TableName');
  const state = CheckOnly === true ? undefined : required(fields, 'NewState').trim().toLowerCase();

  if (state !== undefined && !isAppState(state))
    throw new InvalidEvent(`${state} is not a valid state. Accepted values are: ${JSON.stringify(APP_STATES)}`);
  if (table !== known.table)
    throw new InvalidEvent(`${table} is not the control table of this deployment. It is ${known.table}.`);
  if (!known.apps.includes(app))
    throw new InvalidEvent(`${app} is not an application of this deployment. Known: ${known.apps.join(', ')}.`);

  const checked = check(added, fields, 'event');
  if (!checked.ok) throw new InvalidEvent(checked.errors.map(sentence).join(' '));
  return { ...checked.value, AppId: app, TableName: table, NewState: state };
}

function required(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value.trim() === '')
    throw new InvalidEvent(`${name} was not found in the event payload`);
  return value;
}

function sentence({ path, allowed, fix }: InputError): string {
  return `${path}: allowed is ${allowed}. ${fix}`;
}
