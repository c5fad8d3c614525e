import Ajv, { type ValidateFunction } from 'ajv';
import { fixtureNames } from '../../../../cli/fixtures/files';
import { reviewedScenario } from '../../../../cli/fixtures/review-fixture';
import { objectOf } from '../../../../cli/review/json';
import { json } from '../../../../cli/review/render/json';
import { reviewJsonSchema } from '../../../../cli/review/render/json-schema';

const validate: ValidateFunction = new Ajv({ strict: false, allErrors: true }).compile(reviewJsonSchema());

/** What is written of a scenario's review, as a program reads it. */
function written(scenario: string): Record<string, unknown> {
  const [text = ''] = json.render(reviewedScenario(scenario), {}).values();
  return { ...objectOf(JSON.parse(text)) };
}

test.each(fixtureNames())('the JSON of %s is as the schema says', (scenario) => {
  validate(written(scenario));
  expect(validate.errors ?? []).toEqual([]);
});

describe('JSON that is not as the schema says', () => {
  const good = written('bucket-destroyed');
  const [finding] = good.findings as Record<string, unknown>[];
  const [change] = good.changes as Record<string, unknown>[];

  test.each<[string, Record<string, unknown>]>([
    ['another version', { ...good, schemaVersion: 2 }],
    ['a key that is not known', { ...good, plan: {} }],
    ['no digest', { ...good, digest: undefined }],
    ['an unknown severity', { ...good, findings: [{ ...finding, severity: 'fatal' }] }],
    ['a finding without a fingerprint', { ...good, findings: [{ ...finding, fingerprint: undefined }] }],
    ['a change without a Region', { ...good, changes: [{ ...change, region: null }] }],
    ['an exit code of 3', { ...good, verdict: { ...objectOf(good.verdict), exitCode: 3 } }],
  ])('with %s', (_title, bad) => {
    expect([finding, change]).not.toContain(undefined);
    expect(validate(JSON.parse(JSON.stringify(bad)))).toBe(false);
  });

  test('is none as it was', () => expect(validate(good)).toBe(true));
});
