import fc from 'fast-check';
import { CONTRACT, type Contract, type ContractEntry } from '../../config/contract';
import { contractDocument, contractDocumentSchema } from '../../config/contract-document';
import { publishedBy } from '../../config/published';
import { regionLists } from '../stacks/region-lists';
import { platformOf } from '../synth';

const entries = Object.values(CONTRACT.outputs).flatMap((outputs) => Object.entries<ContractEntry>(outputs));

test.each(entries)('%s is named <thing>_<attribute> and described in a sentence', (name, { description, where }) => {
  expect(name).toMatch(/^(?=.*_)[a-z]([a-z0-9]|_(?!_)|<[a-z]+>)*$/);
  expect(description).toMatch(/^[A-Z].+\.$/);
  expect(where?.text ?? 'with').toMatch(/^with/);
});

test.each(entries)('%s came in a version that there was', (_name, { since, deprecated }) => {
  for (const version of [since, deprecated?.since ?? since]) {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    expect([major < CONTRACT.major || minor <= CONTRACT.minor, major <= CONTRACT.major]).toEqual([true, true]);
  }
});

test('there is one output for each object of the kind', () =>
  expect(
    publishedBy(platformOf({ buckets: { 'user-files': {}, logs: {} }, databases: {}, tables: {} }), 'region')
      .map(({ name }) => name)
      .filter((name) => /^(bucket|table|database)_/.test(name))
      .sort(),
  ).toEqual(['bucket_logs_arn', 'bucket_logs_name', 'bucket_user_files_arn', 'bucket_user_files_name']));

test('what a platform lacks is not told', () =>
  expect(
    publishedBy(platformOf({ buckets: { objects: { replication: 'none' } }, databases: {} }), 'foundation').map(
      ({ name }) => name,
    ),
  ).toEqual(['key_arn']));

test('an object of a kind that no platform has is refused', () => {
  const contract: Contract = {
    ...CONTRACT,
    outputs: {
      foundation: {},
      region: { 'queue_<queue>_arn': { type: 'String', since: '1.0', description: 'ARN of <queue>.' } },
      global: {},
    },
  };
  expect(() => publishedBy(platformOf({}), 'region', contract)).toThrow(
    new Error(
      'region queue_<queue>_arn: nothing of a platform is a queue. Allowed: <bucket>, <table>, <database>, <deployment> (OBJECTS in config/contract.ts).',
    ),
  );
});

describe('the contract parameter', () => {
  test('says what a reader in the Region must know', () =>
    expect(contractDocument(platformOf({}), 'eu-west-1')).toEqual({
      major: CONTRACT.major,
      minor: CONTRACT.minor,
      region: 'eu-west-1',
      role: 'passive',
      stacks: {
        region: {
          name: 'region-eu-west-1',
          state: {
            region: 'eu-west-1',
            bucket: 'orders-prod-state-euw1-111122223333',
            key: 'orders/prod/region-eu-west-1.tfstate',
          },
        },
      },
    }));

  test.each([
    ['the writer', {}, 'us-east-1', 'active'],
    ['a Region that stands by', {}, 'eu-west-1', 'passive'],
    ['another writer', { writer: 'eu-west-1' }, 'us-east-1', 'passive'],
    ['one of several that serve', { pattern: 'active-active' }, 'eu-west-1', 'active'],
    [
      'one that keeps its data to itself',
      { pattern: 'data-residency', buckets: {}, databases: {}, tables: {} },
      'eu-west-1',
      'active',
    ],
    ['one that returns', { regions: ['us-east-1', { name: 'eu-west-1', state: 'returning' }] }, 'eu-west-1', 'passive'],
  ] as const)('the role of %s', (_case, config, region, role) => {
    const { regions, ...rest } = { regions: ['us-east-1', 'eu-west-1'] as const, ...config };
    expect(contractDocument(platformOf({ ...rest, regions: [...regions] }), region).role).toBe(role);
  });

  test('names no state where it is a local file', () => {
    const { stacks } = contractDocument(platformOf({ state: { backend: 'local' } }), 'eu-west-1');
    expect(stacks.region.state).toBeNull();
  });

  test('is the same whatever other Regions there are, fits its schema and a standard parameter', () =>
    fc.assert(
      fc.property(regionLists({ min: 2, max: 6 }), ({ regions, home, writer }) => {
        for (const region of regions) {
          const few = [...new Set([region, writer])];
          const document = contractDocument(platformOf({ regions, home, writer }), region);
          expect(contractDocument(platformOf({ regions: few, home: region, writer }), region)).toEqual(document);
          expect(
            few.concat(regions).filter((other) => other !== region && JSON.stringify(document).includes(`"${other}"`)),
          ).toEqual([]);
          expect(contractDocumentSchema.parse(document)).toEqual(document);
          // "Managing parameter tiers": 4 KB.
          expect(JSON.stringify(document).length).toBeLessThan(4096);
        }
      }),
      { numRuns: 30 },
    ));
});
