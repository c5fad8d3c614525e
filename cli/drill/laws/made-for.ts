import type { Change } from '../../../lab/runner';

/**
 * Whether an object is made for a Region in which it does not stand: the role of a function there, which stands in none,
 * or the alarm on what is copied to it. Its address names the Region.
 */
export const isMadeFor = (region: string, { address, type }: Pick<Change, 'address' | 'type'>): boolean =>
  MADE_FOR.includes(type) && new RegExp(`[-_]${region}(_|$)`).test(address);

const MADE_FOR: readonly string[] = ['aws_iam_role', 'aws_iam_role_policy', 'aws_cloudwatch_metric_alarm'];

/** Whether a function learns which Regions there are: what moves the writer has to, and nothing else of it changes. */
export const learnsOfRegions = ({ type, actions, changed }: Change): boolean =>
  type === 'aws_lambda_function' &&
  actions.join() === 'update' &&
  changed.every((argument) => argument === 'environment' || argument === 'last_modified');
