import type { Attributes } from '../shared/users';

/** What Cognito tells a trigger ("Customizing user pool workflows with Lambda triggers"), as far as it is looked at. */
export interface TriggerEvent {
  readonly triggerSource: string;
  readonly userName: string;
  readonly userAttributes: Attributes;
  /** What the caller of the API sent along. Anyone who may make that call may write anything here. */
  readonly clientMetadata: Attributes;
}

/** Reads an event, or nothing where it is none. */
export function triggerEvent(event: unknown): TriggerEvent | undefined {
  const { triggerSource, userName, request } = record(event);
  if (typeof triggerSource !== 'string' || typeof userName !== 'string') return undefined;
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(userName)) return undefined;
  const { userAttributes, clientMetadata } = record(request);
  return { triggerSource, userName, userAttributes: texts(userAttributes), clientMetadata: texts(clientMetadata) };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function texts(value: unknown): Attributes {
  return Object.fromEntries(
    Object.entries(record(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
