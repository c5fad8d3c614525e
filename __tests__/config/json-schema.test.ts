import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { REGION_NAMES } from '../../config/catalog';
import { platformJsonSchema } from '../../config/json-schema';
import { DATABASE, FULL, MINIMAL } from './configs';

const ROOT = join(__dirname, '../..');
const schema = platformJsonSchema();
const validate = new Ajv({ allErrors: true }).addVocabulary(['enumDescriptions']).compile(schema);

/** Where the schema finds fault. */
function faults(config: unknown): string[] {
  validate(JSON.parse(JSON.stringify(config)));
  return [...new Set((validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`))];
}

test('is the committed file', () =>
  expect(JSON.parse(readFileSync(join(ROOT, 'schema/platform.schema.json'), 'utf8'))).toEqual(schema));

test('has a title, a draft that editors know, and no address of its own', () => {
  expect(schema).toMatchObject({
    title: 'Meridian platform config',
    $schema: 'http://json-schema.org/draft-07/schema#',
  });
  expect(JSON.stringify(schema)).not.toMatch(/"\$?id":/);
});

test('knows every Region, with its title', () =>
  expect(schema.definitions).toMatchObject({
    Region: { enum: REGION_NAMES, enumDescriptions: expect.arrayContaining(['Europe (Ireland)']) },
  }));

test('describes every key', () => {
  const undescribed = (at: unknown, path: string): string[] => {
    const { properties = {}, additionalProperties, items, anyOf = [] } = at as Record<string, never>;
    return [
      ...Object.entries<{ description?: string }>(properties).flatMap(([key, value]) => [
        ...(value.description ? [] : [`${path}.${key}`]),
        ...undescribed(value, `${path}.${key}`),
      ]),
      ...[additionalProperties, items, ...(anyOf as unknown[])]
        .filter((inner) => typeof inner === 'object')
        .flatMap((inner) => undescribed(inner, `${path}.*`)),
    ];
  };
  expect(undescribed(schema, '')).toEqual([]);
});

describe('takes', () => {
  test.each<[string, unknown]>([
    ['what is required', MINIMAL],
    ['every key', FULL],
  ])('%s', (_title, config) => expect(faults(config)).toEqual([]));

  test('the default config', () => expect(faults(require('../../platform.config').default)).toEqual([]));

  test('the config of every example', () => {
    const examples = join(ROOT, 'examples');
    const configs = (existsSync(examples) ? readdirSync(examples) : [])
      .flatMap((name) => ['platform.config.ts', 'platform.config.json'].map((file) => join(examples, name, file)))
      .filter((file) => existsSync(file));
    for (const file of configs) {
      const module: unknown = require(file);
      expect([file, faults((module as { default?: unknown }).default ?? module)]).toEqual([file, []]);
    }
  });
});

describe('refuses', () => {
  // biome-ignore format: a table, one config a row
  test.each<[string, unknown, string[]]>([
    ['nothing', {}, [' required']],
    ['an unknown key', { ...MINIMAL, writter: 'us-east-1' }, [' additionalProperties']],
    ['an unknown Region', { ...MINIMAL, home: 'mars' }, ['/home enum']],
    ['an unknown Region in the list', { ...MINIMAL, regions: ['mars'] }, ['/regions/0 enum', '/regions/0 type', '/regions/0 anyOf']],
    ['an empty list', { ...MINIMAL, regions: [] }, ['/regions minItems']],
    ['a short account', { ...MINIMAL, account: '1' }, ['/account pattern']],
    ['an illegal name', { ...MINIMAL, name: 'Orders' }, ['/name pattern']],
    ['an illegal object name', { ...MINIMAL, buckets: { 'A B': {} } }, ['/buckets pattern', '/buckets propertyNames']],
    ['storage out of range', { ...MINIMAL, databases: { main: { ...DATABASE, allocatedStorageGiB: 19 } } }, ['/databases/main/allocatedStorageGiB minimum']],
    ['a table without a key', { ...MINIMAL, tables: { t: {} } }, ['/tables/t required']],
    ['former of no Region', { ...MINIMAL, databases: { main: { ...DATABASE, former: { mars: 'keep' } } } }, ['/databases/main/former enum', '/databases/main/former propertyNames']],
    ['a network that is none', { ...MINIMAL, network: { cidr: '10.0.0.0' } }, ['/network/cidr pattern']],
  ])('%s', (_title, config, expected) => expect(faults(config)).toEqual(expected));
});
