import { CdnLog } from '../../../modules/observability/cdn-log';
import { synthConstruct } from '../../synth';

const synth = (logGroupName = '/aws/vendedlogs/cloudfront/orders-prod') =>
  synthConstruct((stack, providerIn) => {
    new CdnLog(stack, 'log', {
      provider: providerIn('us-east-1'),
      deliveryName: 'orders-prod-cdn',
      logGroupName,
      logRetentionDays: 30,
      distributionArn: 'arn:distribution',
    });
  });

test("a distribution's requests are delivered to a group, all in us-east-1", () => {
  const stack = synth();
  for (const { args } of stack.resources<{ provider: string }>()) expect(args.provider).toBe('aws.use1');
  expect(stack.only('aws_cloudwatch_log_delivery_source')).toMatchObject({
    log_type: 'ACCESS_LOGS',
    resource_arn: 'arn:distribution',
  });
  expect(stack.only('aws_cloudwatch_log_delivery_destination')).toMatchObject({
    output_format: 'json',
    delivery_destination_configuration: [{ destination_resource_arn: '${aws_cloudwatch_log_group.log.arn}' }],
  });
  expect(stack.only('aws_cloudwatch_log_group')).toMatchObject({ retention_in_days: 30 });
});

test("nothing of a person's is written", () => {
  const { record_fields } = synth().only<{ record_fields: string[] }>('aws_cloudwatch_log_delivery');
  expect(record_fields).toContain('sc-status');
  expect(record_fields.filter((field) => /c-ip|uri|query|cookie|referer|agent|forwarded|c-port/i.test(field))).toEqual(
    [],
  );
});

test('refuses a group that deliveries may not write to', () =>
  expect(() => synth('/orders')).toThrow(
    new Error('t/log: logGroupName is /orders. Let it begin with /aws/vendedlogs/.'),
  ));
