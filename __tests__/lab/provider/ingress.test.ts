import { Bench, describeWithTerraform, type Stack } from './terraform';

const DOMAIN = 'orders.example.com';
const provider = [
  { region: 'us-east-1', allowed_account_ids: ['111122223333'] },
  { alias: 'euw1', region: 'eu-west-1', allowed_account_ids: ['111122223333'] },
];
const euw1 = { provider: 'aws.euw1' };
const certificate = { domain_name: DOMAIN, subject_alternative_names: [`*.${DOMAIN}`], validation_method: 'DNS' };
const proof = (attribute: string) => `\${tolist(aws_acm_certificate.edge.domain_validation_options)[0].${attribute}}`;

/** Zone, certificates, host names and their targets: what is to outlive the Region's own stack. */
const names: Stack = {
  provider,
  resource: {
    aws_route53_zone: { zone: { name: DOMAIN, enable_accelerated_recovery: true } },
    aws_acm_certificate: { edge: certificate, euw1: { ...euw1, ...certificate } },
    aws_route53_record: {
      proof: {
        zone_id: '${aws_route53_zone.zone.zone_id}',
        name: proof('resource_record_name'),
        type: proof('resource_record_type'),
        records: [proof('resource_record_value')],
        ttl: 300,
        allow_overwrite: true,
      },
      target: {
        zone_id: '${aws_route53_zone.zone.zone_id}',
        name: `target-euw1.${DOMAIN}`,
        type: 'A',
        alias: {
          name: '${aws_apigatewayv2_domain_name.api.domain_name_configuration[0].target_domain_name}',
          zone_id: '${aws_apigatewayv2_domain_name.api.domain_name_configuration[0].hosted_zone_id}',
          evaluate_target_health: false,
        },
      },
    },
    aws_acm_certificate_validation: {
      edge: {
        certificate_arn: '${aws_acm_certificate.edge.arn}',
        validation_record_fqdns: ['${aws_route53_record.proof.fqdn}'],
      },
      euw1: {
        ...euw1,
        certificate_arn: '${aws_acm_certificate.euw1.arn}',
        validation_record_fqdns: ['${aws_route53_record.proof.fqdn}'],
      },
    },
    aws_apigatewayv2_domain_name: {
      api: {
        ...euw1,
        domain_name: `api.${DOMAIN}`,
        domain_name_configuration: {
          certificate_arn: '${aws_acm_certificate_validation.euw1.certificate_arn}',
          endpoint_type: 'REGIONAL',
          security_policy: 'TLS_1_2',
        },
      },
    },
    aws_ecr_repository: { service: { ...euw1, name: 'orders-prod-service' } },
    aws_ecr_replication_configuration: {
      service: {
        replication_configuration: { rule: [{ destination: [{ region: 'eu-west-1', registry_id: '111122223333' }] }] },
      },
    },
  },
};

const visible = (name: string) => ({
  visibility_config: { cloudwatch_metrics_enabled: true, metric_name: name, sampled_requests_enabled: false },
});
const path = (value: string) => ({
  byte_match_statement: {
    positional_constraint: 'EXACTLY',
    search_string: value,
    field_to_match: { uri_path: {} },
    text_transformation: [{ priority: 0, type: 'NONE' }],
  },
});

/** One Region's entry: a load balancer with a firewall before it. */
const entry: Stack = {
  provider: [{ region: 'eu-west-1', allowed_account_ids: ['111122223333'] }],
  data: {
    aws_acm_certificate: { api: { domain: DOMAIN, statuses: ['ISSUED'], most_recent: true } },
    aws_ec2_managed_prefix_list: { checkers: { name: 'com.amazonaws.eu-west-1.route53-healthchecks' } },
    aws_ssm_parameter: { image: { name: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64' } },
  },
  resource: {
    aws_vpc: { vpc: { cidr_block: '10.2.0.0/16', assign_generated_ipv6_cidr_block: true } },
    aws_subnet: Object.fromEntries(
      ['a', 'b'].map((zone, index) => [
        zone,
        {
          vpc_id: '${aws_vpc.vpc.id}',
          cidr_block: `10.2.${index * 16}.0/20`,
          ipv6_cidr_block: `\${cidrsubnet(aws_vpc.vpc.ipv6_cidr_block, 8, ${index})}`,
          availability_zone: `eu-west-1${zone}`,
        },
      ]),
    ),
    aws_security_group: { entry: { name: 'entry', vpc_id: '${aws_vpc.vpc.id}' } },
    aws_vpc_security_group_ingress_rule: {
      checkers: {
        security_group_id: '${aws_security_group.entry.id}',
        prefix_list_id: '${data.aws_ec2_managed_prefix_list.checkers.id}',
        ip_protocol: 'tcp',
        from_port: 443,
        to_port: 443,
      },
    },
    aws_lb: {
      entry: {
        name: 'orders-prod-euw1',
        subnets: ['${aws_subnet.a.id}', '${aws_subnet.b.id}'],
        security_groups: ['${aws_security_group.entry.id}'],
        client_keep_alive: 300,
      },
    },
    aws_lb_target_group: {
      service: { name: 'service', port: 8080, protocol: 'HTTP', target_type: 'ip', vpc_id: '${aws_vpc.vpc.id}' },
    },
    aws_lb_listener: {
      https: {
        load_balancer_arn: '${aws_lb.entry.arn}',
        port: 443,
        protocol: 'HTTPS',
        certificate_arn: '${data.aws_acm_certificate.api.arn}',
        default_action: [{ type: 'forward', target_group_arn: '${aws_lb_target_group.service.arn}' }],
      },
    },
    aws_wafv2_web_acl: {
      entry: {
        name: 'entry',
        scope: 'REGIONAL',
        default_action: { allow: {} },
        ...visible('entry'),
        rule: [
          {
            name: 'rate',
            priority: 0,
            action: { block: {} },
            statement: {
              rate_based_statement: {
                limit: 2000,
                scope_down_statement: {
                  not_statement: { statement: { or_statement: { statement: [path('/health'), path('/live')] } } },
                },
              },
            },
            ...visible('rate'),
          },
          {
            name: 'common',
            priority: 1,
            override_action: { none: {} },
            statement: {
              managed_rule_group_statement: {
                vendor_name: 'AWS',
                name: 'AWSManagedRulesCommonRuleSet',
                rule_action_override: [{ name: 'SizeRestrictions_BODY', action_to_use: { count: {} } }],
              },
            },
            ...visible('common'),
          },
        ],
      },
    },
    aws_wafv2_web_acl_association: {
      entry: { web_acl_arn: '${aws_wafv2_web_acl.entry.arn}', resource_arn: '${aws_lb.entry.arn}' },
    },
    aws_launch_template: {
      service: {
        name: 'service',
        image_id: '${data.aws_ssm_parameter.image.insecure_value}',
        instance_type: 't4g.small',
      },
    },
  },
};

const latency = (region: string, target = `target-euw1.${DOMAIN}`) => ({
  zone_id: '${data.aws_route53_zone.zone.zone_id}',
  name: `www.${DOMAIN}`,
  type: 'A',
  set_identifier: region,
  latency_routing_policy: { region },
  health_check_id: '${aws_route53_health_check.gate.id}',
  alias: { name: target, zone_id: '${data.aws_route53_zone.zone.zone_id}', evaluate_target_health: false },
});

/** The front door: records, checks, an accelerator and a distribution. */
const front = (records: object = { euw1: latency('eu-west-1'), use1: latency('us-east-1') }): Stack => ({
  provider: [...provider, { alias: 'oregon', region: 'us-west-2', allowed_account_ids: ['111122223333'] }],
  data: {
    aws_route53_zone: { zone: { name: `${DOMAIN}.` } },
    aws_acm_certificate: { edge: { domain: DOMAIN } },
    aws_lb: { euw1: { ...euw1, name: 'orders-prod-euw1' } },
    aws_cloudfront_cache_policy: { off: { name: 'Managed-CachingDisabled' } },
  },
  resource: {
    aws_route53_record: records,
    aws_route53_health_check: {
      own: {
        type: 'HTTPS',
        fqdn: `api-euw1.${DOMAIN}`,
        port: 443,
        resource_path: '/health',
        request_interval: 10,
        failure_threshold: 2,
      },
      gate: {
        type: 'CALCULATED',
        child_health_threshold: 1,
        child_healthchecks: ['${aws_route53_health_check.own.id}'],
      },
    },
    aws_globalaccelerator_accelerator: { front: { provider: 'aws.oregon', name: 'front' } },
    aws_globalaccelerator_listener: {
      https: {
        provider: 'aws.oregon',
        accelerator_arn: '${aws_globalaccelerator_accelerator.front.arn}',
        protocol: 'TCP',
        port_range: [{ from_port: 443, to_port: 443 }],
      },
    },
    aws_globalaccelerator_endpoint_group: {
      euw1: {
        provider: 'aws.oregon',
        listener_arn: '${aws_globalaccelerator_listener.https.arn}',
        endpoint_group_region: 'eu-west-1',
        endpoint_configuration: [{ endpoint_id: '${data.aws_lb.euw1.arn}', weight: 128 }],
      },
    },
    aws_cloudfront_distribution: {
      front: {
        enabled: true,
        aliases: [`app.${DOMAIN}`],
        origin: [{ domain_name: `api.${DOMAIN}`, origin_id: 'api' }],
        default_cache_behavior: {
          allowed_methods: ['GET', 'HEAD'],
          cached_methods: ['GET', 'HEAD'],
          target_origin_id: 'api',
          viewer_protocol_policy: 'https-only',
          cache_policy_id: '${data.aws_cloudfront_cache_policy.off.id}',
        },
        restrictions: { geo_restriction: { restriction_type: 'none' } },
        viewer_certificate: {
          acm_certificate_arn: '${data.aws_acm_certificate.edge.arn}',
          ssl_support_method: 'sni-only',
        },
      },
    },
  },
});

describeWithTerraform('names, an entry and a front door', () => {
  let bench: Bench;
  const applied = async (name: string, stack: Stack): Promise<readonly string[]> => {
    const { ok, said, changes } = await bench.apply(name, stack);
    expect(ok ? '' : said).toBe('');
    expect((await bench.plan(name)).changes).toEqual([]);
    return changes;
  };
  const refused = async (name: string, stack: Stack): Promise<string> => {
    const { ok, said } = await bench.apply(name, stack);
    expect(ok).toBe(false);
    return said;
  };

  beforeAll(async () => {
    bench = await Bench.open();
    await applied('names', names);
    await applied('entry', entry);
    await applied('front', front());
  }, 60_000);
  afterAll(() => bench.close());

  test('are applied and settle; what AWS fills in has its form', () => {
    expect(bench.state('names', 'aws_route53_record.proof')).toMatchObject({
      name: `_lab.${DOMAIN}.`,
      type: 'CNAME',
      fqdn: `_lab.${DOMAIN}`,
    });
    expect(bench.state('names', 'aws_ecr_replication_configuration.service').id).toBe('111122223333');
    expect(bench.state('entry', 'aws_vpc.vpc').ipv6_cidr_block).toMatch(/^2600:1f18:[0-9a-f]{4}:[0-9a-f]{2}00::\/56$/);
    expect(bench.state('entry', 'aws_lb.entry').vpc_id).toBe(bench.state('entry', 'aws_vpc.vpc').id);
    expect(bench.state('entry', 'aws_launch_template.service').image_id).toMatch(/^ami-[0-9a-f]{17}$/);
    expect(bench.state('entry', 'aws_wafv2_web_acl.entry').arn).toMatch(
      /^arn:aws:wafv2:eu-west-1:111122223333:regional\/webacl\/entry\/[0-9a-f-]{36}$/,
    );
    expect(bench.state('front', 'data.aws_cloudfront_cache_policy.off').id).toBe(
      '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    );
    const ids = ['euw1', 'use1'].map((name) => bench.state('front', `aws_route53_record.${name}`).id);
    const zone = String(bench.state('names', 'aws_route53_zone.zone').zone_id);
    expect(ids).toEqual([`${zone}_www.${DOMAIN}_A_eu-west-1`, `${zone}_www.${DOMAIN}_A_us-east-1`]);
  });

  test('each call goes to the Region of its API: the entry needs its own alone, the front door those of the control planes', async () => {
    const dead = async (region: string): Promise<Record<string, boolean>> => {
      bench.aws.setFaults({ dead: [region] });
      const plans: [string, boolean][] = [];
      for (const name of ['names', 'entry', 'front']) plans.push([name, (await bench.plan(name)).ok]);
      bench.aws.setFaults({});
      return Object.fromEntries(plans);
    };
    bench.aws.clearCalls();
    await bench.plan('entry');
    expect(new Set(bench.aws.calls().map(({ region }) => region))).toEqual(new Set(['eu-west-1']));
    expect(await dead('us-east-1')).toEqual({ names: false, entry: true, front: false });
    expect(await dead('us-west-2')).toEqual({ names: true, entry: true, front: false });
  }, 60_000);

  test('a record of the same name and identifier, or without a target, is refused', async () => {
    const record = latency('eu-west-1');
    const { set_identifier: _, latency_routing_policy: __, ...simple } = record;
    const zone = { data: { aws_route53_zone: { zone: { name: DOMAIN } } } };
    const alone = (one: object): Stack => ({ provider, ...zone, resource: { aws_route53_record: { it: one } } });
    const unchecked = (one: object) => alone({ ...one, health_check_id: null });
    const other = latency('us-west-2');
    expect(await refused('second', unchecked(record))).toContain('but it already exists');
    expect(await refused('second', unchecked(simple))).toContain(
      'cannot be created as other RRSets exist with the same name and type',
    );
    const weighted = { ...other, latency_routing_policy: null, weighted_routing_policy: { weight: 1 } };
    expect(await refused('second', unchecked(weighted))).toContain('cannot be created as a non-weighted set exists');
    const lost = latency('us-west-2', `nothing.${DOMAIN}`);
    expect(await refused('second', unchecked(lost))).toContain('but that target was not found');
    expect(await refused('second', alone({ ...other, health_check_id: 'none' }))).toContain(
      'Health check none does not exist',
    );
  }, 60_000);

  test('what is in use is not deleted: certificates, zones, web ACLs', async () => {
    const { aws_ecr_repository: repository } = names.resource as Record<string, object>;
    bench.aws.setFaults({});
    const said = await refused('names', { provider, resource: { aws_ecr_repository: repository } });
    expect(said).toContain('ResourceInUseException');
    expect(said).toContain('HostedZoneNotEmpty');
  }, 60_000);
});
