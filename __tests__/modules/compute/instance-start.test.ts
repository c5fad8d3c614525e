import { execFileSync } from 'node:child_process';
import { instanceStart } from '../../../modules/compute/instance-start';

const PROPS = {
  region: 'eu-west-1',
  image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders-prod-service:1.4.0',
  port: 8080,
  logGroupName: '/aws/ecs/orders-prod-service',
} as const;
const script = instanceStart({ ...PROPS, environment: { Z: '1', A: '2' } });

test('is a script that bash can read', () =>
  expect(execFileSync('bash', ['-n'], { input: script, encoding: 'utf8' })).toBe(''));

test('runs the image of the Region’s registry as a service that starts anew, without rights and without writing', () => {
  const unit =
    /cat > \/etc\/systemd\/system\/meridian-service\.service <<'UNIT'\n(.*?)\nUNIT\n/s.exec(script)?.[1] ?? '';
  const run = /ExecStart=(.*?[^\\])\n/s.exec(unit)?.[1]?.replace(/\s*\\\n\s*/g, ' ') ?? '';
  expect(run).toBe(
    [
      '/usr/bin/docker run --name service --read-only --cap-drop ALL --security-opt no-new-privileges',
      '--publish 8080:8080 --env A=2 --env AWS_REGION=eu-west-1 --env PORT=8080 --env Z=1',
      '--log-driver awslogs --log-opt awslogs-region=eu-west-1 --log-opt awslogs-group=/aws/ecs/orders-prod-service',
      `--log-opt mode=non-blocking --log-opt max-buffer-size=10m ${PROPS.image}`,
    ].join(' '),
  );
  expect(unit).toContain(`ExecStartPre=/usr/bin/docker pull --quiet ${PROPS.image}\n`);
  expect(unit).toContain('Restart=always\n');
});

test('signs in to the registry with the role of the instance, and to no other', () => {
  const config = /<<'CONFIG'\n(.*?)\nCONFIG\n/s.exec(script)?.[1] ?? '';
  expect(JSON.parse(config)).toEqual({
    credHelpers: { '111122223333.dkr.ecr.eu-west-1.amazonaws.com': 'ecr-login' },
  });
  expect(script).not.toMatch(/login --|password|secret|token/i);
});

test.each(["a'b", 'a b', 'a"b', '$HOME', '`id`', 'a\nb', '%i', 'a\\b', 'a;b'])(
  'refuses %j, which would be more than a word',
  (value) =>
    expect(() => instanceStart({ ...PROPS, environment: { A: value } })).toThrow(
      new Error(
        `instanceStart: "${value}" has a character that would need a quote. Allowed are letters, digits and _ . / : @ = , + -`,
      ),
    ),
);

test('refuses a reference in the place of an image: it would be written down as it stands', () =>
  expect(() => instanceStart({ ...PROPS, image: '${TfToken[TOKEN.1]}/service:1' })).toThrow('would need a quote'));
