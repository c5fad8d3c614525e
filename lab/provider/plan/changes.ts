import { type ObjectValue, same, UNKNOWN } from '../protocol/value';

/** Type => attribute that AWS changes => what it changes with. From each resource's CustomizeDiff in the provider's source. */
const CHANGES_WITH: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  aws_ssm_parameter: {
    insecure_value: ['value'],
    version: ['value', 'value_wo_version', 'insecure_value', 'description', 'type', 'tier', 'key_id'],
  },
  aws_launch_template: {
    latest_version: ['image_id', 'instance_type', 'user_data', 'description', 'vpc_security_group_ids'],
  },
  aws_lambda_function: {
    last_modified: [
      'source_code_hash',
      's3_key',
      'filename',
      'image_uri',
      'handler',
      'runtime',
      'environment',
      'memory_size',
      'timeout',
    ],
  },
};

/** Marks as unknown what will change along with something else. */
export function withKnockOns(type: string, prior: ObjectValue, planned: ObjectValue): ObjectValue {
  const changes = Object.entries(CHANGES_WITH[type] ?? {}).filter(([, causes]) =>
    causes.some((cause) => !same(prior[cause], planned[cause])),
  );
  return { ...planned, ...Object.fromEntries(changes.map(([attribute]) => [attribute, UNKNOWN])) };
}
