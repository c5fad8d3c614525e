import path from 'node:path';
import { type Json, objectOf } from '../json';
import { jsonIn } from './json-file';
import { bytesOf, textIn } from './text';

/**
 * A stack's `cdk.tf.json` as it is.
 * @throws InputError
 */
export function stackJson(out: string, stack: string): Json {
  const file = path.join(out, 'stacks', stack, 'cdk.tf.json');
  return objectOf(jsonIn(file, textIn(file, bytesOf(file)), 'npm run synth'));
}
