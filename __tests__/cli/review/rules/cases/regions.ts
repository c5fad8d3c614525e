import { evacuatedTouched } from '../../../../../cli/review/rules/evacuated-touched';
import { forgetUnexpected, importReplaced, importUnexpected } from '../../../../../cli/review/rules/forget-import';
import { regionDiffers, regionStray, regionUnknown } from '../../../../../cli/review/rules/region-place';
import { waveManyRegions } from '../../../../../cli/review/rules/wave-many-regions';
import { manifest, planJson, raw, THREE } from '../../plans';
import { at, created, EU, inStack, type RuleCase, replaced, updated } from '../case';

const evacuated = { head: manifest({ ...THREE, 'eu-west-1': 'evacuated' }) };
const returning = { head: manifest({ ...THREE, 'eu-west-1': 'returning' }) };
const forgotten = raw('aws_ssm_parameter.p', ['forget'], { region: 'eu-west-1', type: 'String' }, null);
const adopted = raw(
  'aws_ssm_parameter.p',
  ['no-op'],
  { region: 'eu-west-1' },
  { region: 'eu-west-1' },
  { importing: { id: 'p' } },
);

/** A parameter group in the stack of each Region, by its log level. */
const groups = (levels: Readonly<Record<string, readonly [number, number]>>) => ({
  plans: Object.fromEntries(
    Object.entries(levels).map(([region, [before, after]]) => {
      const side = (level: number) => ({ region, apply_level: level });
      return [
        `region-${region}`,
        planJson([raw('aws_db_parameter_group.g', [before === after ? 'no-op' : 'update'], side(before), side(after))]),
      ];
    }),
  ),
});

const FOUR = { ...THREE, 'sa-east-1': 'active' };
/** Security groups in the stacks of four Regions, of which two go in one wave. */
const inWaves = (waves?: readonly (readonly string[])[]) => ({
  head: manifest(FOUR, { review: { failOn: 'high' as const, suppress: [], waves } }),
  plans: Object.fromEntries(
    ['ap-southeast-2', 'sa-east-1'].map((region) => [
      `region-${region}`,
      planJson([raw('aws_security_group.s', ['update'], { region, name: 'a' }, { region, name: 'b' })]),
    ]),
  ),
});

export const REGION_CASES: readonly RuleCase[] = [
  {
    rule: regionStray,
    fires: inStack(EU, [raw('aws_ssm_parameter.p', ['create'], null, { region: 'us-east-1' })]),
    finds: [
      {
        ...at('aws_ssm_parameter.p', EU, 'us-east-1'),
        what: 'aws_ssm_parameter.p is created in us-east-1, by the stack of eu-west-1.',
        why: 'With us-east-1 out of reach, the stack of eu-west-1 could neither be planned nor applied.',
        fix: 'Move it to the stack of us-east-1.',
      },
    ],
    near: inStack(EU, [created('aws_ssm_parameter.p'), raw('terraform_data.t', ['create'], null, {})]),
  },
  {
    rule: regionStray,
    about: 'a service without Regions',
    fires: inStack(EU, [raw('aws_iam_role.r', ['create'], null, { name: 'r' })]),
    finds: [
      {
        ...at('aws_iam_role.r', EU, 'global'),
        what: 'aws_iam_role.r is created, in a service without Regions, by the stack of eu-west-1.',
        why: 'With us-east-1 out of reach, the stack of eu-west-1 could neither be planned nor applied.',
        fix: 'Move it to `foundation`.',
      },
    ],
    near: inStack('foundation', [raw('aws_iam_role.r', ['create'], null, { name: 'r' })]),
  },
  {
    rule: regionUnknown,
    fires: inStack('foundation', [raw('aws_thing.t', ['delete'], { name: 'x' }, null)]),
    finds: [
      {
        ...at('aws_thing.t', 'foundation', 'unknown'),
        what: 'aws_thing.t is destroyed, and nothing tells in which Region.',
        why: 'It is in no row of the matrix, and the rules about Regions cannot judge it.',
        fix: 'Give its provider a constant Region; for what is gone from the code, review with --base-out.',
      },
    ],
    near: inStack('foundation', [
      raw('aws_thing.t', ['delete'], { arn: 'arn:aws:thing:eu-west-1:111122223333:t/x' }, null),
    ]),
  },
  {
    rule: regionDiffers,
    fires: groups({ 'us-east-1': [1, 2], 'eu-west-1': [1, 1], 'ap-southeast-2': [1, 2] }),
    finds: [
      {
        ...at('aws_db_parameter_group.g'),
        what: 'aws_db_parameter_group.g in eu-west-1 is not changed, and ap-southeast-2 and us-east-1 are.',
        why: 'Regions that differ fail over into something that nobody has tried.',
        fix: 'Make the change the same in every Region, or suppress this with the reason why it is not.',
      },
    ],
    near: groups({ 'us-east-1': [1, 2], 'eu-west-1': [1, 2], 'ap-southeast-2': [1, 2] }),
  },
  {
    rule: regionDiffers,
    about: 'a change that is another one',
    fires: groups({ 'us-east-1': [1, 2], 'eu-west-1': [1, 9], 'ap-southeast-2': [1, 2] }),
    finds: [
      {
        ...at('aws_db_parameter_group.g'),
        what: 'aws_db_parameter_group.g in eu-west-1 is changed, and ap-southeast-2 and us-east-1 are changed otherwise.',
        why: 'Regions that differ fail over into something that nobody has tried.',
        fix: 'Make the change the same in every Region, or suppress this with the reason why it is not.',
        paths: ['apply_level'],
      },
    ],
    // Of two nobody is the odd one.
    near: groups({ 'us-east-1': [1, 2], 'eu-west-1': [1, 9] }),
  },
  {
    rule: regionDiffers,
    about: 'one that changes alone; not where each changes otherwise',
    fires: groups({ 'us-east-1': [1, 1], 'eu-west-1': [1, 9], 'ap-southeast-2': [1, 1] }),
    finds: [
      {
        ...at('aws_db_parameter_group.g'),
        what: 'aws_db_parameter_group.g in eu-west-1 is changed, and ap-southeast-2 and us-east-1 are not.',
        why: 'Regions that differ fail over into something that nobody has tried.',
        fix: 'Make the change the same in every Region, or suppress this with the reason why it is not.',
        paths: ['apply_level'],
      },
    ],
    near: groups({ 'us-east-1': [1, 2], 'eu-west-1': [1, 3], 'ap-southeast-2': [1, 4] }),
  },
  {
    rule: evacuatedTouched,
    fires: inStack('foundation', [updated('aws_s3_bucket.b', { force_destroy: [true, false] })], evacuated),
    finds: [
      {
        ...at('aws_s3_bucket.b', 'foundation'),
        what: 'aws_s3_bucket.b is changed, and eu-west-1 is evacuated.',
        why: 'An evacuated Region is only forgotten: it may not answer, and what is in it must stay as it was.',
        fix: "Take the change out. When the Region is back, set `state: 'returning'` first.",
      },
    ],
    near: inStack('foundation', [forgotten], evacuated),
  },
  {
    rule: evacuatedTouched,
    about: 'an edge to it that is new, not one that goes',
    fires: inStack('foundation', [replicas(['ap-southeast-2'], ['ap-southeast-2', 'eu-west-1'])], evacuated),
    finds: [
      {
        ...at('aws_dynamodb_table.t', 'foundation', 'us-east-1'),
        what: 'aws_dynamodb_table.t is changed and names eu-west-1, which is evacuated.',
        why: 'The service calls that Region: the apply fails, or waits for it.',
        fix: 'Leave eu-west-1 out until it is `returning`.',
        paths: ['replica[eu-west-1]'],
      },
    ],
    near: inStack('foundation', [replicas(['ap-southeast-2', 'eu-west-1'], ['ap-southeast-2'])], evacuated),
  },
  {
    rule: forgetUnexpected,
    fires: inStack(EU, [forgotten]),
    finds: [
      {
        ...at('aws_ssm_parameter.p'),
        what: 'aws_ssm_parameter.p in eu-west-1 is forgotten, and its Region is not evacuated.',
        why: "It lives on outside of the code, and Terraform's summary does not count it.",
        fix: "Take the `removed` block out. If the Region is lost, set `state: 'evacuated'`.",
      },
    ],
    near: inStack('foundation', [forgotten], evacuated),
  },
  {
    rule: forgetUnexpected,
    about: 'an object that is made anew while the old one is left alone',
    fires: inStack(EU, [
      raw('aws_sqs_queue.q', ['create', 'forget'], { region: 'eu-west-1' }, { region: 'eu-west-1' }),
    ]),
    finds: [
      {
        ...at('aws_sqs_queue.q'),
        what: 'aws_sqs_queue.q in eu-west-1 is made anew, and the old one left alone, and its Region is not evacuated.',
        why: "It lives on outside of the code, and Terraform's summary does not count it.",
        fix: 'Take `destroy = false` out of its lifecycle, or delete the old one by hand.',
      },
    ],
    near: inStack(EU, [replaced('aws_sqs_queue.q', {}, {})]),
  },
  {
    rule: importUnexpected,
    fires: inStack(EU, [adopted]),
    finds: [
      {
        ...at('aws_ssm_parameter.p'),
        what: 'aws_ssm_parameter.p in eu-west-1 is adopted, and its Region is not returning.',
        why: 'From then on Terraform changes it as the code says, and deletes it with the code.',
        fix: "Take the `import` block out, or set the Region's state to `returning`.",
      },
    ],
    near: inStack('foundation', [adopted], returning),
  },
  {
    rule: importReplaced,
    fires: inStack(EU, [
      replaced(
        'aws_s3_bucket.b',
        { bucket: 'old' },
        { bucket: 'new' },
        { importing: { id: 'old' }, replace_paths: [['bucket']] },
      ),
    ]),
    finds: [
      {
        ...at('aws_s3_bucket.b'),
        what: 'aws_s3_bucket.b in eu-west-1 is adopted and destroyed and made anew in the same run, because of bucket.',
        why: 'What exists is deleted, with all that is in it.',
        fix: 'Set the arguments to what the object has now, and plan until it is adopted in place.',
      },
    ],
    near: inStack(EU, [updated('aws_s3_bucket.b', { force_destroy: [true, false] }, { importing: { id: 'old' } })]),
  },
  {
    rule: waveManyRegions,
    fires: inWaves(),
    finds: [
      {
        stack: '',
        region: 'global',
        address: '',
        what: 'The wave others changes the serving path in ap-southeast-2 and sa-east-1 together: aws_security_group.',
        why: 'A fault in the change is in all of them at once, with no Region left to fail over to.',
        fix: 'Put these stacks into waves of their own with `review.waves`.',
        paths: ['ap-southeast-2', 'sa-east-1'],
      },
    ],
    near: inWaves([['region-ap-southeast-2'], ['region-sa-east-1']]),
  },
];

function replicas(before: readonly string[], after: readonly string[]) {
  const side = (regions: readonly string[]) => ({
    region: 'us-east-1',
    replica: regions.map((region) => ({ region_name: region, consistency_mode: 'EVENTUAL' })),
  });
  return raw('aws_dynamodb_table.t', ['update'], side(before), side(after));
}
