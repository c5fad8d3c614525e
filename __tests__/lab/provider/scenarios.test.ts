import { SECRET_MARK } from '../../../lab/provider';
import { Bench, describeWithTerraform, type Stack } from './terraform';

const ACCOUNT = '111122223333';
const east = { region: 'us-east-1', allowed_account_ids: [ACCOUNT] };
const ireland = { alias: 'euw1', region: 'eu-west-1', allowed_account_ids: [ACCOUNT] };
/** What a Region that can't be reached is configured with, so that nothing asks it. */
const UNASKED = { skip_credentials_validation: true, skip_requesting_account_id: true, skip_metadata_api_check: true };

const vpc = { cidr_block: '10.0.0.0/16' };
const inIreland = (resource: object) => ({ provider: 'aws.euw1', ...resource });

describeWithTerraform('real Terraform against the simulated provider', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.open();
  });
  afterEach(() => bench.close());

  const applied = async (name: string, stack: Stack): Promise<readonly string[]> => {
    const { ok, said, changes } = await bench.apply(name, stack);
    expect(ok ? '' : said).toBe('');
    return changes;
  };
  const planned = async (name: string, stack?: Stack): Promise<readonly string[]> => {
    const { ok, said, changes } = await bench.plan(name, stack);
    expect(ok ? '' : said).toBe('');
    return changes;
  };

  test('a dead Region stops what configures it, and nothing else', async () => {
    const own = { provider: [east], resource: { aws_vpc: { a: vpc } } };
    const both = { provider: [east, ireland], resource: { aws_vpc: { a: vpc, b: inIreland(vpc) } } };
    await applied('own', own);
    await applied('both', both);
    bench.aws.setFaults({ dead: ['eu-west-1'] });
    bench.aws.clearCalls();

    const { ok, said } = await bench.plan('both');
    expect(ok).toBe(false);
    expect(said).toContain(
      'Retrieving AWS account details: validating provider credentials: retrieving caller identity from STS',
    );

    expect(await planned('own')).toEqual([]);
    const { calls } = await bench.attach('own');
    expect(new Set(calls().map(({ region }) => region))).toEqual(new Set(['us-east-1']));
  });

  test('a stack forgets what is in a dead Region without a call there, and adopts it again', async () => {
    const topic = { name: 'alarms' };
    const before = {
      provider: [east, ireland],
      resource: { aws_vpc: { a: vpc }, aws_sns_topic: { b: inIreland(topic) } },
    };
    await applied('s', before);
    const dead = { ...ireland, allowed_account_ids: undefined, ...UNASKED };
    const evacuated = {
      provider: [east, dead],
      resource: { aws_vpc: { a: vpc } },
      removed: [{ from: 'aws_sns_topic.b', lifecycle: { destroy: false } }],
    };
    bench.aws.setFaults({ dead: ['eu-west-1'] });
    bench.aws.clearCalls();
    expect(await applied('s', evacuated)).toEqual(['remove aws_sns_topic.b']);
    expect(bench.aws.calls().filter(({ region }) => region === 'eu-west-1')).toEqual([]);

    bench.aws.setFaults({});
    const returning = { ...before, import: [{ to: 'aws_sns_topic.b', id: `arn:aws:sns:eu-west-1:${ACCOUNT}:alarms` }] };
    expect(await applied('s', returning)).toEqual(['import aws_sns_topic.b']);
    expect(await planned('s', before)).toEqual([]);
  });

  test('refuses to be configured with an account to check and a flag not to ask for it', async () => {
    const { ok, said } = await bench.plan('s', {
      provider: [{ ...east, ...UNASKED }],
      resource: { aws_vpc: { a: vpc } },
    });
    expect(ok).toBe(false);
    expect(said).toContain('AWS account ID not allowed: ');
  });

  test('imports by name, by ARN and with a Region of its own; not what is not there', async () => {
    await applied('maker', {
      provider: [east, ireland],
      resource: { aws_s3_bucket: { b: inIreland({ bucket: 'orders', force_destroy: true, tags: { a: 'b' } }) } },
    });
    const adopter = (id: string) => ({
      provider: [east],
      resource: {
        aws_s3_bucket: { mine: { bucket: 'orders', region: 'eu-west-1', force_destroy: true, tags: { a: 'b' } } },
      },
      import: [{ to: 'aws_s3_bucket.mine', id }],
    });
    expect(await planned('adopter', adopter('orders@eu-west-1'))).toEqual(['import aws_s3_bucket.mine']);
    const { ok, said } = await bench.plan('adopter', adopter('other@eu-west-1'));
    expect(ok).toBe(false);
    expect(said).toContain('Cannot import non-existent remote object');
  });

  test('a password is made, kept as a secret and given to a database: no state holds it', async () => {
    const stack = {
      provider: [east],
      ephemeral: {
        aws_secretsmanager_random_password: { made: { password_length: 32 } },
        aws_secretsmanager_secret_version: { read: { secret_id: '${aws_secretsmanager_secret_version.v.secret_id}' } },
      },
      resource: {
        aws_secretsmanager_secret: { s: { name: 'orders/db' } },
        aws_secretsmanager_secret_version: {
          v: {
            secret_id: '${aws_secretsmanager_secret.s.id}',
            secret_string_wo: '${ephemeral.aws_secretsmanager_random_password.made.random_password}',
            secret_string_wo_version: 1,
          },
        },
        aws_db_instance: {
          d: {
            identifier: 'orders',
            engine: 'mysql',
            instance_class: 'db.t4g.medium',
            allocated_storage: 20,
            username: 'root',
            password_wo: '${ephemeral.aws_secretsmanager_secret_version.read.secret_string}',
            password_wo_version: 1,
            skip_final_snapshot: true,
          },
        },
      },
    };
    await applied('s', stack);
    expect(await planned('s')).toEqual([]);
    expect(bench.stateText('s')).not.toContain(SECRET_MARK);
    expect(bench.state('s', 'aws_db_instance.d')).toMatchObject({ password_wo: null, port: 3306 });
    expect(
      bench.aws.world.secret(String(bench.state('s', 'aws_secretsmanager_secret.s').arn).replace('us-east-1', '')),
    ).toContain(SECRET_MARK);
  });

  test('default tags show in tags_all, and a new one changes every resource in place', async () => {
    const tagged = (tags: object) => ({
      provider: [{ ...east, default_tags: [{ tags }] }],
      resource: { aws_vpc: { a: { ...vpc, tags: { own: 'x' } } } },
    });
    await applied('s', tagged({ platform: 'orders', own: 'y' }));
    expect(bench.state('s', 'aws_vpc.a').tags_all).toEqual({ platform: 'orders', own: 'x' });
    expect(await planned('s', tagged({ platform: 'orders', more: 'z' }))).toEqual(['update aws_vpc.a']);
  });

  test('replaces what the provider replaces, changes the rest in place, and what another resource triggers', async () => {
    const stack = (zone: string, interval: number, description: string) => ({
      provider: [east],
      resource: {
        aws_vpc: { a: vpc },
        aws_subnet: { a: { vpc_id: '${aws_vpc.a.id}', cidr_block: '10.0.0.0/24', availability_zone: zone } },
        aws_route53_health_check: {
          a: { type: 'HTTPS', fqdn: 'a.example.com', port: 443, request_interval: interval },
        },
        aws_kms_key: { a: { description } },
        terraform_data: { writer: { input: description } },
        aws_sns_topic: { a: { name: 'a', lifecycle: { replace_triggered_by: ['terraform_data.writer'] } } },
      },
    });
    await applied('s', stack('us-east-1a', 30, 'x'));
    expect(await planned('s', stack('us-east-1b', 30, 'x'))).toEqual(['replace aws_subnet.a']);
    expect(await planned('s', stack('us-east-1a', 10, 'x'))).toEqual(['replace aws_route53_health_check.a']);
    expect(await applied('s', stack('us-east-1a', 30, 'y'))).toEqual([
      'replace aws_sns_topic.a',
      'update aws_kms_key.a',
      'update terraform_data.writer',
    ]);
    expect(await planned('s')).toEqual([]);
  });

  describe('databases', () => {
    const writer = {
      identifier: 'orders',
      engine: 'postgres',
      engine_version: '16.4',
      instance_class: 'db.t4g.medium',
      allocated_storage: 20,
      backup_retention_period: 7,
      username: 'root',
      password_wo: 'x',
      password_wo_version: 1,
    };
    const replica = {
      identifier: 'orders',
      instance_class: 'db.t4g.medium',
      replicate_source_db: '${aws_db_instance.a.arn}',
      skip_final_snapshot: true,
    };
    const stack = (a: object, b: object) => ({
      provider: [east, ireland],
      resource: { aws_db_instance: { a: { skip_final_snapshot: true, ...writer, ...a }, b: inIreland(b) } },
    });

    test('a replica takes from its source, is promoted in place, and elects no other source', async () => {
      await applied('s', stack({}, replica));
      expect(bench.state('s', 'aws_db_instance.b')).toMatchObject({
        engine: 'postgres',
        engine_version: '16.4',
        username: 'root',
        port: 5432,
        arn: `arn:aws:rds:eu-west-1:${ACCOUNT}:db:orders`,
      });
      expect(await planned('s')).toEqual([]);

      const elsewhere = `arn:aws:rds:us-west-2:${ACCOUNT}:db:orders`;
      const { ok, said } = await bench.apply('s', stack({}, { ...replica, replicate_source_db: elsewhere }));
      expect(ok).toBe(false);
      expect(said).toContain('cannot elect new source database for replication');

      expect(await applied('s', stack({}, { ...replica, replicate_source_db: undefined }))).toEqual([
        'update aws_db_instance.b',
      ]);
    });

    test('a protected instance is not deleted', async () => {
      await applied('s', stack({ deletion_protection: true }, replica));
      const { ok, said } = await bench.apply('s', { provider: [east, ireland] });
      expect(ok).toBe(false);
      expect(said).toContain('Cannot delete protected DB Instance, please disable deletion protection and try again.');
    });
  });

  test('a global table calls every Region of its replicas, and fails when one is dead', async () => {
    const table = {
      name: 't',
      hash_key: 'pk',
      billing_mode: 'PAY_PER_REQUEST',
      attribute: [{ name: 'pk', type: 'S' }],
      stream_enabled: true,
      stream_view_type: 'NEW_AND_OLD_IMAGES',
      replica: [{ region_name: 'eu-west-1' }],
    };
    await applied('s', { provider: [east], resource: { aws_dynamodb_table: { t: table } } });
    bench.aws.clearCalls();
    await planned('s');
    expect(
      bench.aws
        .calls()
        .filter(({ op }) => op === 'Read')
        .map(({ region }) => region),
    ).toEqual(['us-east-1', 'eu-west-1']);

    bench.aws.setFaults({ dead: ['eu-west-1'] });
    const { ok, said } = await bench.plan('s');
    expect(ok).toBe(false);
    expect(said).toContain('The simulated Region eu-west-1 is dead.');
  });

  test('several stacks at once share one world, and each knows its own calls', async () => {
    const stack = (name: string) => ({
      provider: [east, ireland],
      resource: { aws_sns_topic: { a: { name }, b: inIreland({ name }) } },
    });
    const names = ['one', 'two', 'three'];
    await Promise.all(names.map((name) => applied(name, stack(name))));
    for (const name of names) {
      const { calls } = await bench.attach(name);
      const created = calls().filter(({ op }) => op === 'Create');
      expect(created.map((call) => `${call.name} ${call.region} ${call.via} ${call.stack}`).sort()).toEqual([
        `${name} eu-west-1 eu-west-1 ${name}`,
        `${name} us-east-1 us-east-1 ${name}`,
      ]);
    }
    expect(bench.aws.world.all('aws_sns_topic')).toHaveLength(6);
  });

  test('an apply that fails half-way is completed by the next', async () => {
    const stack = {
      provider: [east, ireland],
      resource: { aws_vpc: { a: vpc, b: inIreland(vpc) }, aws_sns_topic: { a: { name: 'a' } } },
    };
    bench.aws.setFaults({ failCreate: ['aws_vpc@eu-west-1'] });
    const first = await bench.apply('s', stack);
    expect(first.ok).toBe(false);
    expect(first.said).toContain('creating aws_vpc: InternalFailure: failCreate asked for it');
    bench.aws.setFaults({});
    expect(await applied('s', stack)).toEqual(['create aws_vpc.b']);
    expect(await planned('s')).toEqual([]);
  });

  test('a service without Regions is called as such: read while its control plane is dead, not changed', async () => {
    const roles = (...names: string[]) => ({
      provider: [{ region: 'eu-west-1' }],
      resource: { aws_iam_role: Object.fromEntries(names.map((name) => [name, { name, assume_role_policy: '{}' }])) },
    });
    await applied('s', roles('a'));
    expect(
      bench.aws
        .calls()
        .filter(({ type }) => type === 'aws_iam_role')
        .map(({ op, region, via }) => `${op} ${region} ${via}`),
    ).toEqual(['Create global eu-west-1']);
    bench.aws.setFaults({ dead: ['us-east-1'] });
    expect(await planned('s')).toEqual([]);
    const { ok, said } = await bench.apply('s', roles('a', 'b'));
    expect(ok).toBe(false);
    expect(said).toContain('the control plane of this service is in us-east-1');
  });

  test('what somebody else deleted is planned anew, and what is not there is not found', async () => {
    await applied('s', { provider: [east], resource: { aws_vpc: { a: vpc } } });
    for (const { type, region, state } of bench.aws.world.all('aws_vpc')) bench.aws.world.drop(type, region, state);
    expect(await planned('s')).toEqual(['create aws_vpc.a']);

    const { ok, said } = await bench.plan('reader', {
      provider: [east],
      data: { aws_iam_role: { a: { name: 'nobody' } } },
    });
    expect(ok).toBe(false);
    expect(said).toContain("reading IAM Role (nobody): couldn't find resource");
  });

  test('arguments that exclude each other are refused in the words of the provider', async () => {
    const { ok, said } = await bench.plan('s', {
      provider: [east],
      resource: { aws_sns_topic: { a: { name: 'a', name_prefix: 'b' } } },
    });
    expect(ok).toBe(false);
    expect(said).toContain('Conflicting configuration arguments');
    expect(said).toContain('"name": conflicts with name_prefix');
  });
});
