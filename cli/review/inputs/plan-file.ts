import { isObject, type Json } from '../json';
import type { ProjectedPlan } from '../model';
import { inputError } from '../problems';
import { MalformedPlan, projectedPlan } from '../project/plan';
import { TooDeep } from '../project/projector';
import { isJsonLines, jsonIn } from './json-file';
import { isProjection, readProjection } from './projection-file';
import { bytesOf, SHOW, textIn } from './text';

/** One plan, projected; the file's text and values are dropped. @throws InputError that says what it is instead, and the command that mends it */
export function readPlan(file: string): ProjectedPlan {
  // The text is let go before its values are projected: each is as large as the file.
  return planOf(file, documentIn(file, textIn(file, bytesOf(file))));
}

/** @throws InputError */
export const planIn = (file: string, text: string): ProjectedPlan => planOf(file, documentIn(file, text));

function documentIn(file: string, text: string): Json {
  if (/^\s*(Terraform|OpenTofu) (used|will|planned)|^\s*(No changes\.|Plan: )/.test(text))
    throw inputError(file, `is a plan's text for people. Write it as JSON: ${SHOW}`);
  if (/^\s*\{/.test(text) && isJsonLines(text))
    throw inputError(
      file,
      `is a stream of JSON lines, as terraform plan -json writes: the plan's log. Call it <stack>.log.jsonl, and write the plan: ${SHOW}`,
    );
  const json = jsonIn(file, text, SHOW);
  if (!isObject(json)) throw inputError(file, `is JSON, but no plan. Write one: ${SHOW}`);
  return json;
}

function planOf(file: string, json: Json): ProjectedPlan {
  if (isProjection(json)) return readProjection(file, json);
  refuseOthers(file, json);
  try {
    return projectedPlan(json);
  } catch (error) {
    if (error instanceof MalformedPlan)
      throw inputError(file, `is not a plan that Terraform wrote: ${error.message}. Write it again: ${SHOW}`);
    // A stack of calls that overflows is the same.
    if (error instanceof TooDeep || error instanceof RangeError)
      throw inputError(
        file,
        `is not a plan that Terraform wrote: its values are nested too deep. Write it again: ${SHOW}`,
      );
    throw error;
  }
}

/** JSON of Terraform's or cdktf's that is no plan. */
function refuseOthers(file: string, json: Json): void {
  if (typeof json.serial === 'number' && 'lineage' in json)
    throw inputError(file, `is a state file: it may hold secrets, and is no plan. Write the plan: ${SHOW}`);
  if (typeof json['@level'] === 'string')
    throw inputError(file, `is a line of terraform plan -json, a log. Write the plan: ${SHOW}`);
  if ('terraform' in json && 'resource' in json)
    throw inputError(file, `is a synthesized stack, no plan of it. Plan it: npm run review -- plan`);
  const version = json.format_version;
  if (typeof version !== 'string')
    throw inputError(file, `is JSON, but no plan: it has no format_version. Write one: ${SHOW}`);
  if (!/^1(\.|$)/.test(version)) {
    const shown = /^\d+(\.\d+)*$/.test(version) ? version : 'unknown';
    throw inputError(
      file,
      `is a plan in format ${shown}; this review reads format 1. Update Meridian, or show the plan with Terraform 1.x: ${SHOW}`,
    );
  }
  if (!('resource_changes' in json || 'planned_values' in json || 'resource_drift' in json || 'errored' in json))
    throw inputError(file, `is a state as terraform show -json writes it, no plan. Name the plan: ${SHOW}`);
}
