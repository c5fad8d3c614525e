import fc from 'fast-check';
import { SEVERITIES } from '../../../../cli/review/model';
import { MAX_COMMENT_BYTES, markdownText } from '../../../../cli/review/render/markdown';
import { fingerprintsIn, markOf } from '../../../../cli/review/render/markdown-state';
import { bytesOf, code, prose } from '../../../../cli/review/render/safe-text';
import { change, EVACUATION, finding, group, NOTHING, result } from './results';

describe('a comment', () => {
  test('has the verdict first, then the matrix, then what is found and what changes', () => {
    const findings = [finding()];
    expect(
      markdownText(result({ ...EVACUATION, findings, verdict: result({ findings }).verdict })),
    ).toBe(`<!-- meridian-review orders/prod -->

## orders prod: do not merge as it is

Found: 1 critical. 11 changes in 2 Regions, asked for by the config: evacuating eu-west-1.

|  | foundation | region-\\* | all |
| --- | ---: | ---: | ---: |
| us-east-1 |  | \`~1\` | \`~1\` |
| eu-west-1 (evacuated) | \`forget 10\` |  | \`forget 10\` |
| all | \`forget 10\` | \`~1\` | \`~1 forget 10\` |

No change: us-west-2.

\`+\` created, \`~\` changed in place, \`±\` replaced, \`-\` destroyed; \`forget\`: left alone and dropped from state; \`import\`: adopted.

- **critical** \`stateful-destroyed\`: \`aws_s3_bucket.bucket-objects-eu-west-1_bucket\`, foundation, eu-west-1  
  The bucket orders-prod-objects-euw1 is destroyed.  
  Its objects go with it.  
  Fix: Put it back into \`buckets\`.

<details><summary>region-*: 1 kind of change</summary>

- change \`aws_s3_bucket_replication_configuration.replication-objects_rules\` (us-east-1), expected: evacuating eu-west-1
  - \`rule[eu-west-1].status\`: \`"Enabled"\` to \`(none)\`
  - \`role\`: changed

</details>

Not listed: 2 of tags alone.

<!-- meridian-state f1 -->
`);
  });

  test('of nothing is short', () =>
    expect(markdownText(result())).toBe(
      '<!-- meridian-review orders/prod -->\n\n## orders prod: nothing changes\n\nNothing was found.\n\n<!-- meridian-state  -->\n',
    ));

  test('says what Terraform said where a plan failed', () => {
    const broken = result({
      verdict: {
        status: 'not-reviewable',
        exitCode: 2,
        findings: { critical: 1, high: 0, medium: 0, low: 0, info: 0 },
      },
      stacks: [
        {
          stack: 'foundation',
          region: null,
          status: 'log',
          counts: NOTHING,
          diagnostics: [
            { severity: 'error', summary: 'Provider configuration not present', address: 'aws_kms_key.key' },
          ],
        },
      ],
    });
    expect(markdownText(broken)).toContain(
      '## orders prod: cannot be reviewed\n\nA plan is missing or broken, so nothing below is complete. Found so far: 1 critical.',
    );
    expect(markdownText(broken)).toContain(
      'Terraform said:\n\n- foundation: Provider configuration not present (`aws_kms_key.key`)',
    );
  });

  test('tells what is new since the last push, and what is gone', () => {
    const before = markdownText(result({ findings: [finding({ fingerprint: 'a1' }), finding({ fingerprint: 'b2' })] }));
    const previous = fingerprintsIn(before);
    expect(previous).toEqual(['a1', 'b2']);
    const now = markdownText(result({ findings: [finding({ fingerprint: 'b2' }), finding({ fingerprint: 'c3' })] }), {
      previous: previous ?? [],
    });
    expect(now).toContain('Since the last push: 1 new, 1 gone.');
    expect(now.match(/\(new\)/g)).toHaveLength(1);
  });

  test('that another wrote tells nothing of findings', () => {
    expect(fingerprintsIn('LGTM')).toBeUndefined();
    expect(markOf({ platform: { name: 'a', environment: 'b', account: '1' } })).not.toBe(markOf(result()));
  });

  test('folds the same change of many Regions into one line', () => {
    const members = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-west-2', 'ap-south-1'].map((region) =>
      change({ region }),
    );
    const [first, ...others] = members;
    if (!first) throw new Error('no members');
    expect(markdownText(result({ groups: [group([first, ...others])] }))).toContain('_rules` (same in 5 Regions)');
  });

  test('shows a suppressed finding with its reason', () =>
    expect(
      markdownText(
        result({
          suppressed: [
            {
              ...finding(),
              suppression: {
                rule: 'stateful-destroyed',
                reason: 'moved to the archive',
                until: '2026-12-31',
                ticket: 'OPS-1',
              },
            },
          ],
        }),
      ),
    ).toContain('Until 2026-12-31, OPS-1: moved to the archive'));
});

/** Opening and closing marks, outside of code. */
const count = (text: string, mark: string): number => text.split(mark).length - 1;

const texts = fc.string({ unit: 'binary', maxLength: 60 });

describe('whatever a plan holds', () => {
  test('a comment of 0 to 20,000 findings fits, is balanced and names its verdict', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1, 7, 60, 400, 3_000, 20_000),
        fc.array(fc.record({ address: texts, what: texts, fix: texts, severity: fc.constantFrom(...SEVERITIES) }), {
          minLength: 1,
          maxLength: 8,
        }),
        (amount, samples) => {
          const findings = Array.from({ length: amount }, (_, index) =>
            finding({ fingerprint: index.toString(16), ...samples[index % samples.length] }),
          ).sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
          const groups = Array.from({ length: amount }, (_, index) =>
            group([change({ address: `${samples[index % samples.length]?.address}${index}` })]),
          );
          const text = markdownText(result({ ...EVACUATION, findings, groups }));
          expect(bytesOf(text)).toBeLessThanOrEqual(MAX_COMMENT_BYTES);
          expect(count(text, '<details>')).toBe(count(text, '</details>'));
          expect(text).toContain('asked for by the config: evacuating eu-west-1');
          expect(text).toContain('No change: us-west-2.');
          const critical = findings.filter(({ severity }) => severity === 'critical').length;
          if (critical > 0) expect(text).toContain('- **critical** `stateful-destroyed`');
        },
      ),
      { numRuns: 20 },
    ));

  test('its text makes no markup, no mention, no link and no second line', () =>
    fc.assert(
      fc.property(texts, (text) => {
        expect(prose(text.replaceAll('`', ''))).not.toMatch(
          /[\n\r<>|]|@(?!&#8203;)|(?<!\\)[`*_[\]]|\p{Cf}|\p{Cc}|:\/\/|www\./iu,
        );
      }),
      { numRuns: 1000 },
    ));

  test('code keeps it in one span', () =>
    fc.assert(
      fc.property(texts, (text) => {
        const span = code(text);
        const fence = /^`+/.exec(span)?.[0] ?? '';
        expect(span.endsWith(fence)).toBe(true);
        const inside = span.slice(fence.length, -fence.length);
        expect(inside.match(/`+/g)?.some((run) => run.length === fence.length) ?? false).toBe(false);
        expect(span).not.toMatch(/[\n\r]|(?<!\\)\|/);
      }),
      { numRuns: 1000 },
    ));

  test.each([
    [
      'a [link](https://evil.example) @team #12 <img src=x>',
      'a \\[link\\]\\(https&#58;//evil.example\\) @&#8203;team #&#8203;12 &lt;img src=x&gt;',
    ],
    ['two\nlines and \u202ehidden', 'two\\\\nlines and \\\\u202ehidden'],
    ['www.example.com', 'www&#46;example.com'],
    ['set `a_b` to @x', 'set `a_b` to @&#8203;x'],
    ['a lone ` stays', 'a lone \\` stays'],
    ['`<b>|`', '`<b>\\|`'],
  ])('%j becomes %j', (text, expected) => expect(prose(text)).toBe(expected));
});
