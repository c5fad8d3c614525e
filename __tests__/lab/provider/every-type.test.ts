import { Bench, describeWithTerraform, type Stack } from './terraform';

const CIDR = '10.1.0.0/16';
/** An attribute that is written like a block needs all its fields, as the bindings write them. */
const NO_ROUTE = Object.fromEntries(
  [
    'carrier_gateway_id',
    'core_network_arn',
    'destination_prefix_list_id',
    'egress_only_gateway_id',
    'ipv6_cidr_block',
    'local_gateway_id',
    'nat_gateway_id',
    'network_interface_id',
    'transit_gateway_id',
    'vpc_endpoint_id',
    'vpc_peering_connection_id',
  ].map((name) => [name, null]),
);

/** One of everything that the platform is built of, and the data sources that it looks things up with. */
const stack: Stack = {
  provider: [
    { region: 'us-east-1', allowed_account_ids: ['111122223333'], default_tags: [{ tags: { platform: 'orders' } }] },
    { alias: 'euw1', region: 'eu-west-1', allowed_account_ids: ['111122223333'] },
  ],
  data: {
    aws_caller_identity: { me: {} },
    aws_region: { here: {} },
    aws_partition: { here: {} },
    aws_availability_zones: { open: { state: 'available', exclude_zone_ids: ['use1-az2'] } },
    aws_iam_policy_document: {
      trust: {
        statement: [
          { actions: ['sts:AssumeRole'], principals: [{ type: 'Service', identifiers: ['s3.amazonaws.com'] }] },
        ],
      },
    },
    aws_kms_alias: { main: { name: '${aws_kms_alias.main.name}' } },
    aws_kms_key: { main: { key_id: '${aws_kms_alias.main.name}' } },
    aws_secretsmanager_secret: { main: { name: '${aws_secretsmanager_secret.main.name}' } },
    aws_s3_bucket: { main: { bucket: '${aws_s3_bucket.main.bucket}' } },
    aws_ssm_parameter: { main: { name: '${aws_ssm_parameter.main.name}' } },
    aws_iam_role: { main: { name: '${aws_iam_role.main.name}' } },
    aws_db_instance: { main: { db_instance_identifier: '${aws_db_instance.main.identifier}' } },
    aws_vpc: { main: { tags: { Name: '${aws_vpc.main.tags.Name}' } } },
    aws_subnets: { main: { filter: [{ name: 'vpc-id', values: ['${aws_subnet.main.vpc_id}'] }] } },
  },
  resource: {
    aws_s3_bucket: { main: { bucket: 'orders-a' }, copy: { provider: 'aws.euw1', bucket: 'orders-b' } },
    aws_s3_bucket_versioning: {
      main: { bucket: '${aws_s3_bucket.main.id}', versioning_configuration: { status: 'Enabled' } },
      copy: {
        provider: 'aws.euw1',
        bucket: '${aws_s3_bucket.copy.id}',
        versioning_configuration: { status: 'Enabled' },
      },
    },
    aws_s3_bucket_server_side_encryption_configuration: {
      main: {
        bucket: '${aws_s3_bucket.main.id}',
        rule: [
          {
            apply_server_side_encryption_by_default: {
              sse_algorithm: 'aws:kms',
              kms_master_key_id: '${aws_kms_key.main.arn}',
            },
            bucket_key_enabled: true,
          },
        ],
      },
    },
    aws_s3_bucket_public_access_block: {
      main: {
        bucket: '${aws_s3_bucket.main.id}',
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      },
    },
    aws_s3_bucket_ownership_controls: {
      main: { bucket: '${aws_s3_bucket.main.id}', rule: { object_ownership: 'BucketOwnerEnforced' } },
    },
    aws_s3_bucket_policy: { main: { bucket: '${aws_s3_bucket.main.id}', policy: '{}' } },
    aws_s3_bucket_lifecycle_configuration: {
      main: {
        bucket: '${aws_s3_bucket.main.id}',
        rule: [
          { id: 'old', status: 'Enabled', filter: [{}], noncurrent_version_expiration: [{ noncurrent_days: 30 }] },
          {
            id: 'incomplete',
            status: 'Enabled',
            filter: [{ prefix: '' }],
            abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
          },
        ],
      },
    },
    aws_s3_bucket_replication_configuration: {
      main: {
        depends_on: ['aws_s3_bucket_versioning.main', 'aws_s3_bucket_versioning.copy'],
        bucket: '${aws_s3_bucket.main.id}',
        role: '${aws_iam_role.main.arn}',
        rule: [
          {
            id: 'eu-west-1',
            priority: 1,
            status: 'Enabled',
            filter: {},
            delete_marker_replication: { status: 'Enabled' },
            source_selection_criteria: {
              replica_modifications: { status: 'Enabled' },
              sse_kms_encrypted_objects: { status: 'Enabled' },
            },
            destination: {
              bucket: '${aws_s3_bucket.copy.arn}',
              encryption_configuration: { replica_kms_key_id: '${aws_kms_replica_key.main.arn}' },
              metrics: { status: 'Enabled', event_threshold: { minutes: 15 } },
              replication_time: { status: 'Enabled', time: { minutes: 15 } },
            },
          },
        ],
      },
    },
    aws_kms_key: { main: { multi_region: true, enable_key_rotation: true } },
    aws_kms_replica_key: { main: { provider: 'aws.euw1', primary_key_arn: '${aws_kms_key.main.arn}' } },
    aws_kms_alias: { main: { name: 'alias/orders', target_key_id: '${aws_kms_key.main.key_id}' } },
    aws_iam_role: { main: { name: 'orders', assume_role_policy: '${data.aws_iam_policy_document.trust.json}' } },
    aws_iam_role_policy: { main: { name: 'inline', role: '${aws_iam_role.main.id}', policy: '{}' } },
    aws_iam_policy: { main: { name: 'managed', policy: '{}' } },
    aws_iam_role_policy_attachment: {
      main: { role: '${aws_iam_role.main.name}', policy_arn: '${aws_iam_policy.main.arn}' },
    },
    aws_dynamodb_table: {
      main: {
        name: 'sessions',
        billing_mode: 'PAY_PER_REQUEST',
        hash_key: 'pk',
        attribute: [{ name: 'pk', type: 'S' }],
        stream_enabled: true,
        stream_view_type: 'NEW_AND_OLD_IMAGES',
        point_in_time_recovery: { enabled: true },
        server_side_encryption: { enabled: true, kms_key_arn: '${aws_kms_key.main.arn}' },
        ttl: { attribute_name: 'expiresAt', enabled: true },
        replica: [
          {
            region_name: 'eu-west-1',
            kms_key_arn: '${aws_kms_replica_key.main.arn}',
            point_in_time_recovery: true,
            propagate_tags: true,
          },
        ],
      },
    },
    aws_secretsmanager_secret: {
      main: { name: 'orders/db', kms_key_id: '${aws_kms_key.main.arn}', replica: [{ region: 'eu-west-1' }] },
    },
    aws_secretsmanager_secret_version: {
      main: { secret_id: '${aws_secretsmanager_secret.main.id}', secret_string_wo: 'x', secret_string_wo_version: 1 },
    },
    aws_db_subnet_group: { main: { name: 'orders', subnet_ids: ['${aws_subnet.main.id}', '${aws_subnet.other.id}'] } },
    aws_db_parameter_group: {
      main: { name: 'orders', family: 'postgres16', parameter: [{ name: 'rds.force_ssl', value: '1' }] },
    },
    aws_db_instance: {
      main: {
        identifier: 'orders',
        engine: 'postgres',
        engine_version: '16.4',
        instance_class: 'db.t4g.medium',
        allocated_storage: 20,
        backup_retention_period: 7,
        username: 'root',
        password_wo: 'x',
        password_wo_version: 1,
        db_subnet_group_name: '${aws_db_subnet_group.main.name}',
        parameter_group_name: '${aws_db_parameter_group.main.name}',
        vpc_security_group_ids: ['${aws_security_group.main.id}'],
        skip_final_snapshot: true,
      },
      replica: {
        provider: 'aws.euw1',
        identifier: 'orders',
        instance_class: 'db.t4g.medium',
        replicate_source_db: '${aws_db_instance.main.arn}',
        skip_final_snapshot: true,
      },
    },
    aws_vpc: { main: { cidr_block: CIDR, enable_dns_hostnames: true, tags: { Name: 'orders' } } },
    aws_subnet: {
      main: {
        vpc_id: '${aws_vpc.main.id}',
        cidr_block: '10.1.0.0/24',
        availability_zone_id: '${data.aws_availability_zones.open.zone_ids[0]}',
      },
      other: {
        vpc_id: '${aws_vpc.main.id}',
        cidr_block: '10.1.1.0/24',
        availability_zone: '${data.aws_availability_zones.open.names[1]}',
      },
    },
    aws_route_table: {
      main: {
        vpc_id: '${aws_vpc.main.id}',
        route: [{ ...NO_ROUTE, cidr_block: '0.0.0.0/0', gateway_id: '${aws_internet_gateway.main.id}' }],
      },
      bare: { vpc_id: '${aws_vpc.main.id}' },
    },
    aws_route_table_association: {
      main: { subnet_id: '${aws_subnet.main.id}', route_table_id: '${aws_route_table.main.id}' },
    },
    aws_route: {
      main: {
        route_table_id: '${aws_route_table.bare.id}',
        destination_cidr_block: '10.9.0.0/16',
        nat_gateway_id: '${aws_nat_gateway.main.id}',
      },
    },
    aws_internet_gateway: { main: { vpc_id: '${aws_vpc.main.id}' } },
    aws_nat_gateway: { main: { subnet_id: '${aws_subnet.main.id}', allocation_id: '${aws_eip.main.id}' } },
    aws_eip: { main: { domain: 'vpc' }, twin: { domain: 'vpc' } },
    aws_default_security_group: { main: { vpc_id: '${aws_vpc.main.id}', ingress: [], egress: [] } },
    aws_default_route_table: { main: { default_route_table_id: '${aws_vpc.main.default_route_table_id}', route: [] } },
    aws_security_group: { main: { name: 'db', description: 'db', vpc_id: '${aws_vpc.main.id}' } },
    aws_vpc_security_group_ingress_rule: {
      main: {
        security_group_id: '${aws_security_group.main.id}',
        cidr_ipv4: CIDR,
        ip_protocol: 'tcp',
        from_port: 5432,
        to_port: 5432,
      },
    },
    aws_vpc_security_group_egress_rule: {
      main: { security_group_id: '${aws_security_group.main.id}', cidr_ipv4: '0.0.0.0/0', ip_protocol: '-1' },
    },
    aws_vpc_endpoint: {
      main: {
        vpc_id: '${aws_vpc.main.id}',
        service_name: 'com.amazonaws.us-east-1.s3',
        route_table_ids: ['${aws_route_table.main.id}'],
      },
    },
    aws_ssm_parameter: { main: { name: '/orders/prod/vpc_id', type: 'String', value: '${aws_vpc.main.id}' } },
    aws_cloudwatch_log_group: { main: { name: '/orders', retention_in_days: 30 } },
    aws_cloudwatch_metric_alarm: {
      main: {
        alarm_name: 'lag',
        comparison_operator: 'GreaterThanThreshold',
        evaluation_periods: 3,
        namespace: 'AWS/S3',
        metric_name: 'ReplicationLatency',
        period: 60,
        statistic: 'Maximum',
        threshold: 900,
        dimensions: { RuleId: 'eu-west-1' },
        alarm_actions: ['${aws_sns_topic.main.arn}'],
      },
    },
    aws_sns_topic: { main: { name: 'alarms' } },
    aws_sqs_queue: { main: { name: 'work' } },
    aws_lambda_function: {
      main: {
        function_name: 'api',
        role: '${aws_iam_role.main.arn}',
        handler: 'index.handler',
        runtime: 'nodejs20.x',
        s3_bucket: 'b',
        s3_key: 'k',
      },
    },
    aws_apigatewayv2_api: { main: { name: 'api', protocol_type: 'HTTP' } },
    aws_apigatewayv2_stage: {
      main: { api_id: '${aws_apigatewayv2_api.main.id}', name: '$default', auto_deploy: true },
    },
    aws_route53_zone: { main: { name: 'example.com' } },
    aws_route53_record: {
      main: {
        zone_id: '${aws_route53_zone.main.zone_id}',
        name: 'api.example.com',
        type: 'A',
        ttl: 60,
        records: ['198.51.100.7'],
      },
    },
    aws_route53_health_check: {
      main: { type: 'HTTPS', fqdn: 'api.example.com', port: 443, request_interval: 10, failure_threshold: 3 },
    },
    aws_cloudfront_distribution: {
      main: {
        enabled: true,
        origin: [{ domain_name: 'a.example.com', origin_id: 'a' }],
        default_cache_behavior: {
          allowed_methods: ['GET', 'HEAD'],
          cached_methods: ['GET', 'HEAD'],
          target_origin_id: 'a',
          viewer_protocol_policy: 'https-only',
          cache_policy_id: 'x',
        },
        restrictions: { geo_restriction: { restriction_type: 'none' } },
        viewer_certificate: { cloudfront_default_certificate: true },
      },
    },
    aws_globalaccelerator_accelerator: { main: { name: 'front' } },
    aws_globalaccelerator_listener: {
      main: {
        accelerator_arn: '${aws_globalaccelerator_accelerator.main.arn}',
        protocol: 'TCP',
        port_range: [{ from_port: 443, to_port: 443 }],
      },
    },
    aws_ec2_transit_gateway: { main: { amazon_side_asn: 64512 } },
    aws_ec2_transit_gateway_vpc_attachment: {
      main: {
        transit_gateway_id: '${aws_ec2_transit_gateway.main.id}',
        vpc_id: '${aws_vpc.main.id}',
        subnet_ids: ['${aws_subnet.main.id}'],
      },
    },
    aws_cognito_user_pool: { main: { name: 'users' } },
    aws_cloudwatch_event_rule: { main: { name: 'every', schedule_expression: 'rate(1 minute)' } },
    aws_cloudwatch_event_target: {
      main: { rule: '${aws_cloudwatch_event_rule.main.name}', arn: '${aws_sqs_queue.main.arn}' },
    },
    aws_route53recoverycontrolconfig_cluster: { main: { name: 'c' } },
    aws_route53recoverycontrolconfig_control_panel: {
      main: { name: 'p', cluster_arn: '${aws_route53recoverycontrolconfig_cluster.main.arn}' },
    },
    aws_route53recoverycontrolconfig_routing_control: {
      main: {
        name: 'r',
        cluster_arn: '${aws_route53recoverycontrolconfig_cluster.main.arn}',
        control_panel_arn: '${aws_route53recoverycontrolconfig_control_panel.main.arn}',
      },
    },
    aws_route53recoverycontrolconfig_safety_rule: {
      main: {
        name: 's',
        control_panel_arn: '${aws_route53recoverycontrolconfig_control_panel.main.arn}',
        asserted_controls: ['${aws_route53recoverycontrolconfig_routing_control.main.arn}'],
        wait_period_ms: 5000,
        rule_config: { inverted: false, threshold: 1, type: 'ATLEAST' },
      },
    },
  },
};

describeWithTerraform('one of everything', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open();
  });
  afterAll(() => bench.close());

  test('is applied, found unchanged, and destroyed', async () => {
    const applied = await bench.apply('all', stack);
    expect(applied.ok ? '' : applied.said).toBe('');
    expect(await bench.plan('all')).toMatchObject({ ok: true, changes: [] });

    const key = String(bench.state('all', 'aws_kms_key.main').key_id);
    const vpc = bench.state('all', 'aws_vpc.main');
    const expected: Readonly<Record<string, object>> = {
      'aws_kms_replica_key.main': {
        arn: `arn:aws:kms:eu-west-1:111122223333:key/${key}`,
        key_usage: 'ENCRYPT_DECRYPT',
      },
      'aws_kms_alias.main': { target_key_arn: `arn:aws:kms:us-east-1:111122223333:key/${key}` },
      'aws_s3_bucket.copy': { arn: 'arn:aws:s3:::orders-b', region: 'eu-west-1', force_destroy: false },
      'aws_default_security_group.main': { id: vpc.default_security_group_id },
      'aws_default_route_table.main': { id: vpc.default_route_table_id, vpc_id: vpc.id },
      'aws_subnet.main': { availability_zone: 'us-east-1a', availability_zone_id: 'use1-az1' },
      'aws_subnet.other': { availability_zone: 'us-east-1c', availability_zone_id: 'use1-az3' },
      'aws_db_instance.replica': { engine: 'postgres', username: 'root', port: 5432, password_wo: null },
      'data.aws_kms_key.main': { arn: `arn:aws:kms:us-east-1:111122223333:key/${key}`, multi_region: true },
      'data.aws_kms_alias.main': { target_key_id: key },
      'data.aws_vpc.main': { id: vpc.id },
      'data.aws_subnets.main': {
        ids: expect.arrayContaining(['main', 'other'].map((name) => bench.state('all', `aws_subnet.${name}`).id)),
      },
      'data.aws_db_instance.main': {
        db_instance_arn: 'arn:aws:rds:us-east-1:111122223333:db:orders',
        master_username: 'root',
      },
      'data.aws_ssm_parameter.main': { value: vpc.id, insecure_value: vpc.id },
      'data.aws_iam_role.main': { arn: 'arn:aws:iam::111122223333:role/orders' },
      'data.aws_caller_identity.me': { account_id: '111122223333' },
      'data.aws_partition.here': { partition: 'aws', dns_suffix: 'amazonaws.com' },
    };
    const states = Object.keys(expected).map((address) => [address, bench.state('all', address)]);
    expect(Object.fromEntries(states)).toMatchObject(expected);
    expect(bench.state('all', 'aws_eip.main').id).not.toBe(bench.state('all', 'aws_eip.twin').id);

    const { provider = [] } = stack;
    const destroyed = await bench.apply('all', { provider });
    expect(destroyed.ok ? '' : destroyed.said).toBe('');
    expect(bench.aws.world.all()).toEqual([]);
  }, 30_000);
});
