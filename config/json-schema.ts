import { z } from 'zod';
import { REGION_NAMES, regionFacts } from './catalog';
import { FORMS } from './forms';
import { platformSchema } from './schema';

/** A JSON Schema of draft 7, the newest that editors know in full. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What an editor needs to complete and check a `.json` config. Rules that join several keys are left to synth. */
export function platformJsonSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(platformSchema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema, zodSchema }) => {
      const example = FORMS.get(zodSchema)?.example;
      if (example !== undefined) jsonSchema.examples = [example];
      // Zod's own names of formats; the pattern beside each says the same.
      if (jsonSchema.pattern !== undefined) delete jsonSchema.format;
      if (jsonSchema.id === 'Region') {
        delete jsonSchema.id;
        jsonSchema.enumDescriptions = REGION_NAMES.map((name) => regionFacts(name).title);
      }
    },
  });
  return {
    ...($schema === undefined ? {} : { $schema }),
    title: 'Meridian platform config',
    description: 'One Region list in, a multi-Region AWS platform out. docs/config.md explains every key.',
    ...schema,
  } as JsonSchema;
}
