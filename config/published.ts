import { CONTRACT, type Contract, type ContractEntry, OBJECTS, type OutputType } from './contract';
import { type Naming, outputName, type ParameterFolder, platformParameterName } from './names';
import type { Platform } from './platform';

/** An output of a stack of one platform, by its own name. */
export interface Published {
  /** `bucket_objects_arn`. */
  readonly name: string;
  /** Its name in the contract: `bucket_<bucket>_arn`. */
  readonly pattern: string;
  readonly type: OutputType;
  readonly description: string;
  /** The SSM parameter: `/orders/prod/region/bucket_objects_arn`. */
  readonly parameter: string;
}

/** Kind of object that an output is made for: `bucket` of `bucket_<bucket>_arn`. */
export const objectIn = (pattern: string): string | undefined => /<(.+?)>/.exec(pattern)?.[1];

/**
 * An output as one platform's stack has it.
 * @param object name of the object, where the pattern has a place for one
 */
export function publishedAs(
  naming: Naming,
  kind: ParameterFolder,
  pattern: string,
  { type, description, parameter }: ContractEntry,
  object?: string,
): Published {
  const place = `<${objectIn(pattern)}>`;
  const name = pattern.replaceAll(place, outputName(object ?? place));
  return {
    name,
    pattern,
    type,
    description: description.replaceAll(place, object ?? place),
    parameter: platformParameterName(naming, parameter ?? `${kind}/${name}`),
  };
}

/** Everything that a stack of this kind publishes on this platform, by the contract. */
export function publishedBy(platform: Platform, kind: ParameterFolder, contract: Contract = CONTRACT): Published[] {
  return Object.entries(contract.outputs[kind])
    .filter(([, { where }]) => where?.holds(platform) ?? true)
    .flatMap(([pattern, entry]) => {
      const object = objectIn(pattern);
      if (object === undefined) return [publishedAs(platform, kind, pattern, entry)];
      if (!isObject(object)) throw new Error(`${kind} ${pattern}: nothing of a platform is a ${object}. ${PLACES}`);
      return OBJECTS[object](platform).map((name) => publishedAs(platform, kind, pattern, entry, name));
    });
}

const isObject = (object: string): object is keyof typeof OBJECTS => Object.hasOwn(OBJECTS, object);

const PLACES = `Allowed: ${Object.keys(OBJECTS)
  .map((object) => `<${object}>`)
  .join(', ')} (OBJECTS in config/contract.ts).`;
