import Ajv from 'ajv';
import fc from 'fast-check';
import { SEVERITIES } from '../../../../cli/review/model';
import { RENDERERS } from '../../../../cli/review/render';
import { configLine } from '../../../../cli/review/render/config-lines';
import { annotationsText } from '../../../../cli/review/render/github';
import { gitlab } from '../../../../cli/review/render/gitlab';
import { sarifLog } from '../../../../cli/review/render/sarif';
import { reviewText } from '../../../../cli/review/render/text';
import { EVACUATION, finding, NOTHING, result } from './results';

const CONFIG = {
  file: 'platform.config.ts',
  text: "export default definePlatform({\n  regions: ['us-east-1',\n    'eu-west-1'],\n  buckets: { objects: {} },\n});\n",
};

describe('the line of the config', () => {
  test.each([
    ['of its Region', { region: 'eu-west-1' }, 3],
    ['of a Region whose name is the beginning of none', { region: 'us-east-1' }, 2],
    [
      'of its object, where its Region has no line',
      { region: 'global', address: 'aws_s3_bucket.bucket-objects-eu-west-9_bucket' },
      4,
    ],
    ['the first, where nothing names it', { region: 'global', address: '' }, 1],
  ])('is that %s', (_title, where, line) => expect(configLine(finding(where), CONFIG)).toBe(line));

  test('is found whatever the names hold', () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), (region, address) => {
        expect(configLine(finding({ region, address }), CONFIG)).toBeGreaterThanOrEqual(1);
      }),
    ));
});

describe('annotations', () => {
  test('are the ten worst errors and the ten worst warnings', () => {
    const findings = SEVERITIES.flatMap((severity) => Array.from({ length: 8 }, () => finding({ severity })));
    const lines = annotationsText(result({ findings }), {}).trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('::error '))).toHaveLength(10);
    expect(lines.filter((line) => line.startsWith('::warning '))).toHaveLength(10);
  });

  test('are escaped as the runner reads them, and stay on one line each', () =>
    expect(
      annotationsText(
        result({ findings: [finding({ address: 'a[":,%"]', what: '100%\r\n::stop-commands::x', fix: 'b' })] }),
        {
          config: CONFIG,
        },
      ),
    ).toBe(
      '::error file=platform.config.ts,line=3,title=stateful-destroyed%3A foundation a["%3A%2C%25"]::100%25\\r\\n::stop-commands::x Fix: b\n',
    ));
});

describe('SARIF', () => {
  test('holds each finding once, with its rule, its line and its fingerprint', () => {
    const log = sarifLog(
      result({
        findings: [finding()],
        suppressed: [
          {
            ...finding({ fingerprint: 'f2', severity: 'medium' }),
            suppression: { rule: 'x', reason: 'known for a year', until: '2026-12-31' },
          },
        ],
      }),
      { config: CONFIG },
    );
    expect(log).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          results: [
            {
              ruleId: 'stateful-destroyed',
              level: 'error',
              partialFingerprints: { 'meridianFinding/v1': 'f1' },
              locations: [
                {
                  physicalLocation: { artifactLocation: { uri: 'platform.config.ts' }, region: { startLine: 3 } },
                  logicalLocations: [
                    { fullyQualifiedName: 'foundation/aws_s3_bucket.bucket-objects-eu-west-1_bucket' },
                  ],
                },
              ],
            },
            { level: 'warning', suppressions: [{ kind: 'external', justification: 'known for a year' }] },
          ],
        },
      ],
    });
  });

  test('holds at most 5,000 results, the worst ones', () => {
    const findings = Array.from({ length: 5_001 }, (_, index) =>
      finding({ severity: index < 5_000 ? 'critical' : 'low' }),
    );
    const { runs } = sarifLog(result({ findings }), {}) as { runs: { results: { level: string }[] }[] };
    expect(runs[0]?.results).toHaveLength(5_000);
    expect(new Set(runs[0]?.results.map(({ level }) => level))).toEqual(new Set(['error']));
  });

  test('has the form that code scanning needs', () => {
    const validate = new Ajv({ strict: false }).compile(SARIF_AS_GITHUB_READS_IT);
    expect(
      validate(
        sarifLog(result({ findings: [finding({ stack: '', address: '', region: 'global' })] }), { config: CONFIG }),
      ),
    ).toBe(true);
    expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false);
  });
});

/** "SARIF support for code scanning", the properties that are required. */
const SARIF_AS_GITHUB_READS_IT = {
  type: 'object',
  required: ['$schema', 'version', 'runs'],
  properties: {
    runs: {
      type: 'array',
      items: {
        type: 'object',
        required: ['tool', 'results'],
        properties: {
          tool: {
            type: 'object',
            required: ['driver'],
            properties: {
              driver: {
                type: 'object',
                required: ['name', 'rules'],
                properties: { rules: { type: 'array', items: { type: 'object', required: ['id'] } } },
              },
            },
          },
          results: {
            type: 'array',
            items: {
              type: 'object',
              required: ['ruleId', 'ruleIndex', 'level', 'message', 'locations', 'partialFingerprints'],
              properties: {
                ruleIndex: { type: 'integer', minimum: 0 },
                level: { enum: ['error', 'warning', 'note'] },
                message: { type: 'object', required: ['text'], properties: { text: { type: 'string', minLength: 1 } } },
                locations: { type: 'array', minItems: 1 },
              },
            },
          },
        },
      },
    },
  },
} as const;

describe("GitLab's reports", () => {
  test('are one for each stack, beside the code quality', () => {
    const files = gitlab.render(
      result({
        findings: [finding()],
        stacks: [
          {
            stack: 'foundation',
            region: null,
            status: 'planned',
            counts: { ...NOTHING, create: 1, replace: 2, destroy: 3, forget: 4, update: 5 },
            diagnostics: [],
          },
          { stack: 'region-eu-west-1', region: 'eu-west-1', status: 'planned', counts: NOTHING, diagnostics: [] },
        ],
      }),
      { config: CONFIG },
    );
    expect([...files.keys()]).toEqual([
      'gl-code-quality-report.json',
      'terraform-foundation.json',
      'terraform-region-eu-west-1.json',
    ]);
    expect(JSON.parse(files.get('terraform-foundation.json') ?? '')).toEqual({ create: 3, update: 5, delete: 9 });
    expect(JSON.parse(files.get('gl-code-quality-report.json') ?? '')).toEqual([
      {
        description: 'The bucket orders-prod-objects-euw1 is destroyed. Fix: Put it back into `buckets`.',
        check_name: 'stateful-destroyed',
        fingerprint: 'f1',
        severity: 'blocker',
        location: { path: 'platform.config.ts', lines: { begin: 3 } },
      },
    ]);
  });
});

test('a terminal shows the verdict, the matrix and each finding with its fix', () =>
  expect(reviewText(result({ ...EVACUATION, findings: [finding({ severity: 'low' })] }))).toBe(
    [
      'Fine to go. Nothing at or above high. 11 changes in 2 Regions, asked for by the config: evacuating eu-west-1.',
      '',
      '                       foundation  region-*  all',
      '------------------------------------------------',
      'us-east-1                                ~1  ~1',
      'eu-west-1 (evacuated)   forget 10            forget 10',
      '',
      'LOW stateful-destroyed  aws_s3_bucket.bucket-objects-eu-west-1_bucket  foundation  eu-west-1',
      '  The bucket orders-prod-objects-euw1 is destroyed. Its objects go with it.',
      '  Fix: Put it back into `buckets`.',
      '',
      'Changes:',
      '  update aws_s3_bucket_replication_configuration.replication-objects_rules (us-east-1), expected: evacuating eu-west-1',
      '',
    ].join('\n'),
  ));

test('every way to write it down takes any text and gives the same bytes again', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (address, what) => {
      const review = result({ ...EVACUATION, findings: [finding({ address, what })] });
      for (const { render } of RENDERERS)
        expect([...render(review, { config: CONFIG })]).toEqual([...render(review, { config: CONFIG })]);
    }),
  ));
