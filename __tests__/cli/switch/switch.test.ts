import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../cli/switch';
import { MINIMAL } from '../../config/configs';
import { AT_LEAST_ONE, AT_MOST_ONE, ENDPOINTS, FakeCluster, FakeParameters, PANEL } from './fake-aws';

jest.setTimeout(30_000);

const folder = mkdtempSync(join(tmpdir(), 'switch-'));
const CONFIG = join(folder, 'platform.config.json');
writeFileSync(CONFIG, JSON.stringify(MINIMAL));

const parameters = new FakeParameters();
let cluster: FakeCluster;
const before = { ...process.env };

beforeAll(async () => {
  await parameters.listen();
});

beforeEach(async () => {
  cluster = new FakeCluster(MINIMAL.regions);
  cluster.states.set('us-east-1', 'On');
  cluster.rules = [
    { arn: AT_LEAST_ONE, holds: (on) => on >= 1 },
    { arn: AT_MOST_ONE, holds: (on) => on <= 1 },
  ];
  await cluster.listen();
  parameters.calls.length = 0;
  parameters.moods.clear();
  parameters.value = JSON.stringify(cluster.record);
  process.env = {
    PATH: before.PATH,
    HOME: folder,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL_SSM: parameters.url,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
});

afterEach(() => cluster.close());

afterAll(async () => {
  process.env = before;
  await parameters.close();
  rmSync(folder, { recursive: true });
});

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly errors: string;
}

/** Runs the command on a clock whose pauses take no time, from the endpoint at a place of the list. */
async function run(line: string, start = 0, onPause = (): void => undefined): Promise<Ran> {
  const [out, errors]: [string[], string[]] = [[], []];
  const spies = [
    jest.spyOn(console, 'log').mockImplementation((text: unknown) => void out.push(String(text))),
    jest.spyOn(console, 'error').mockImplementation((text: unknown) => void errors.push(String(text))),
  ];
  let skippedMs = 0;
  try {
    const status = await main([...line.split(' ').filter(Boolean), '--config', CONFIG], {
      now: () => performance.now() + skippedMs,
      random: () => start / ENDPOINTS.length,
      sleep: async (ms) => {
        skippedMs += ms;
        onPause();
      },
      failed: (text) => void errors.push(text),
    });
    return { status, out: out.join('\n'), errors: errors.join('\n') };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const updates = () => cluster.calls.filter(({ operation }) => operation === 'UpdateRoutingControlStates');

test('shows the states of all, and the rules', async () => {
  expect(await run('')).toEqual({
    status: 0,
    out: [
      'Region          state',
      '---------------------',
      'ap-southeast-2  Off',
      'eu-west-1       Off',
      'us-east-1       On',
      '',
      'Safety rules, for --override:',
      `  at-least-one  ${AT_LEAST_ONE}`,
    ].join('\n'),
    errors: '',
  });
  expect(parameters.calls[0]?.input).toEqual({ Name: '/orders/prod/global/switch' });
  expect(cluster.calls.map(({ input }) => input)).toEqual([
    { ControlPanelArn: PANEL },
    { ControlPanelArn: PANEL, NextToken: 'more' },
  ]);
});

test('says that new controls are all Off', async () => {
  cluster.states.set('us-east-1', 'Off');
  expect((await run('--show')).out).toContain(
    'Every control is Off, as new ones are: DNS then answers as if all Regions were well.',
  );
});

test('moves both controls in one transaction, and reads them back from another endpoint', async () => {
  expect(await run('--region us-east-1 --off --region eu-west-1 --on')).toEqual({
    status: 0,
    out: [
      'Set at the endpoint in us-east-1.',
      'Read back from the endpoint in us-west-2.',
      '',
      'Region          before  after  ',
      '-------------------------------',
      'ap-southeast-2     Off    Off',
      'eu-west-1          Off     On  changed',
      'us-east-1           On    Off  changed',
    ]
      .map((line) => line.trimEnd())
      .join('\n'),
    errors: '',
  });
  expect(updates().map(({ input }) => input)).toEqual([
    {
      UpdateRoutingControlStateEntries: [
        { RoutingControlArn: `${PANEL}/routingcontrol/us-east-1`, RoutingControlState: 'Off' },
        { RoutingControlArn: `${PANEL}/routingcontrol/eu-west-1`, RoutingControlState: 'On' },
      ],
    },
  ]);
});

test('--move is the same in short', async () => {
  expect((await run('--move us-east-1:eu-west-1')).status).toBe(0);
  expect(Object.fromEntries(cluster.states)).toEqual({
    'us-east-1': 'Off',
    'eu-west-1': 'On',
    'ap-southeast-2': 'Off',
  });
});

describe('the cluster', () => {
  test('is tried from any of its endpoints on', async () => {
    expect((await run('--move us-east-1:eu-west-1', 3)).out).toContain('Set at the endpoint in ap-southeast-2.');
  });

  test('is asked until one answers: dead, failing, throttling and unavailable ones are passed by, each on a line', async () => {
    await cluster.kill('us-east-1');
    cluster.moods.set('us-west-2', 'failing');
    cluster.moods.set('eu-west-1', 'throttling');
    cluster.moods.set('ap-southeast-2', 'unavailable');
    const { status, out, errors } = await run('--move us-east-1:eu-west-1');
    expect(status).toBe(0);
    expect(out).toContain(
      'Set at the endpoint in ap-northeast-1.\nRead back from the same endpoint, as no other answered.',
    );
    expect(errors.split('\n').slice(0, 4)).toEqual([
      expect.stringMatching(/^endpoint in us-east-1: connect ECONNREFUSED /),
      'endpoint in us-west-2: InternalServerException: An internal error',
      'endpoint in eu-west-1: ThrottlingException: Rate exceeded',
      'endpoint in ap-southeast-2: EndpointTemporarilyUnavailableException: The cluster endpoint is not available',
    ]);
    expect(updates()).toHaveLength(1);
  });

  test('is asked again after a pause, and one that has come back does it', async () => {
    for (const region of ENDPOINTS) cluster.moods.set(region, 'throttling');
    let pauses = 0;
    const { status, out } = await run(`--region eu-west-1 --on --override ${AT_MOST_ONE}`, 0, () => {
      pauses += 1;
      if (pauses === 2) cluster.moods.set('eu-west-1', 'well');
    });
    expect(pauses).toBe(2);
    expect([status, out]).toEqual([0, expect.stringContaining('Set at the endpoint in eu-west-1.')]);
  });

  test('is given up when the time is over, and what may have happened is said', async () => {
    await cluster.kill(...ENDPOINTS);
    const { status, errors } = await run('--region eu-west-1 --on --timeout 20');
    expect(status).toBe(1);
    expect(errors.split('\n').at(-1)).toBe(
      'None of the 5 endpoints (us-east-1, us-west-2, eu-west-1, ap-southeast-2, ap-northeast-1) answered in time. An attempt that was cut off may have been taken all the same: npm run switch shows the states. Try again with a longer --timeout.',
    );
  });

  test('does not wait for a silent endpoint longer than for one attempt', async () => {
    cluster.moods.set('us-east-1', 'silent');
    const startedMs = performance.now();
    const { status, errors } = await run('--show');
    expect(status).toBe(0);
    expect(errors).toMatch(/^endpoint in us-east-1: (TimeoutError: |no answer within )[^\n]*$/);
    expect(performance.now() - startedMs).toBeLessThan(15_000);
  });

  test('is read again until it shows the change', async () => {
    cluster.behind = ENDPOINTS;
    let pauses = 0;
    const { status } = await run('--move us-east-1:eu-west-1', 0, () => {
      pauses += 1;
      if (pauses === 2) cluster.behind = [];
    });
    expect([status, pauses]).toEqual([0, 2]);
  });

  test('that never shows it ends the command with 1', async () => {
    cluster.behind = ENDPOINTS;
    const { status, errors } = await run('--move us-east-1:eu-west-1 --timeout 5');
    expect([status, errors.split('\n')[0]]).toEqual([
      1,
      'It was set, but the endpoint in us-west-2 does not show it yet:',
    ]);
  });
});

describe('a refusal', () => {
  test('by a safety rule is explained, and put to no other endpoint', async () => {
    const { status, errors } = await run('--region us-east-1 --off');
    expect(status).toBe(1);
    expect(errors).toBe(
      [
        `Refused by the endpoint in us-east-1: ConflictException: Safety rule ${AT_LEAST_ONE} would be violated. Nothing was changed. Another endpoint would answer the same.`,
        'A safety rule forbids the states that would result. One keeps at least one Region On, as with all Off DNS answers as if all were',
        'well; with routing "priority" another keeps at most one On. So say in one command what goes off and what comes on:',
        '  npm run switch -- --region A --off --region B --on',
        'If it is the rule that is wrong today, leave it out of account this once, with the same changes:',
        `  npm run switch -- ... --override ${AT_LEAST_ONE}`,
      ].join('\n'),
    );
    expect(updates()).toHaveLength(1);
    expect(cluster.states.get('us-east-1')).toBe('On');
  });

  test('is taken back by --override', async () => {
    expect((await run(`--region us-east-1 --off --override ${AT_LEAST_ONE}`)).status).toBe(0);
    expect(updates()[0]?.input.SafetyRulesToOverride).toEqual([AT_LEAST_ONE]);
  });

  test('of another kind is shown with what is missing', async () => {
    for (const region of ENDPOINTS) cluster.moods.set(region, 'denying');
    const { status, errors } = await run('--region eu-west-1 --on');
    expect([status, errors]).toEqual([
      1,
      [
        'Refused by the endpoint in us-east-1: AccessDeniedException: User: ops is not authorized. Nothing was changed. Another endpoint would answer the same.',
        'The credentials need route53-recovery-cluster:ListRoutingControls and route53-recovery-cluster:UpdateRoutingControlStates.',
      ].join('\n'),
    ]);
    expect(updates()).toHaveLength(1);
  });
});

describe('the parameter', () => {
  test('is read in the Region that --from names, first', async () => {
    await run('--from eu-west-1');
    expect(parameters.calls.map(({ server }) => server)).toEqual(['eu-west-1']);
  });

  test('is read elsewhere where that Region does not answer', async () => {
    parameters.moods.set('eu-west-1', 'failing');
    expect((await run('--from eu-west-1')).status).toBe(0);
    expect(parameters.calls.map(({ server }) => server)).toEqual(['eu-west-1', 'us-east-1']);
  });

  test('is read in another Region where the first answers wrongly', async () => {
    parameters.moods.set('us-east-1', 'failing');
    parameters.moods.set('eu-west-1', 'garbled');
    const { status, errors } = await run('');
    expect([status, errors.split('\n')]).toEqual([
      0,
      [
        'parameter in us-east-1: InternalServerException: An internal error',
        expect.stringMatching(
          /^parameter in eu-west-1: holds no record of routing controls \(endpoints: .*>=1 items\)$/,
        ),
      ],
    ]);
  });

  test('that is nowhere means a platform without routing controls', async () => {
    for (const region of MINIMAL.regions) parameters.moods.set(region, 'missing');
    const { status, errors } = await run('--move us-east-1:eu-west-1');
    expect([status, errors.split('\n').at(-1)]).toEqual([
      1,
      '/orders/prod/global/switch is in none of us-east-1, eu-west-1, ap-southeast-2: this platform has no routing controls. Set ingress.switch to "routing-control" and deploy global.',
    ]);
    expect(parameters.calls).toHaveLength(3);
  });

  test('that cannot be read is said so', async () => {
    for (const region of MINIMAL.regions) parameters.moods.set(region, 'denying');
    const { status, errors } = await run('');
    expect([status, errors.split('\n').at(-1)]).toEqual([
      1,
      '/orders/prod/global/switch could be read in no Region (us-east-1, eu-west-1, ap-southeast-2). Nothing was changed. Try again with a longer --timeout, or set the controls by hand: aws route53-recovery-cluster update-routing-control-states.',
    ]);
  });
});

test('without credentials it says so at once', async () => {
  delete process.env.AWS_ACCESS_KEY_ID;
  const { status, errors } = await run('');
  expect([status, errors]).toEqual([
    1,
    expect.stringMatching(/^No AWS credentials: CredentialsProviderError: .* Nothing was asked\./),
  ]);
  expect(parameters.calls).toEqual([]);
});

describe('a wrong command line', () => {
  test.each([
    [
      '--region sa-east-1 --on',
      "--region: sa-east-1 is none of the platform's Regions. Allowed: us-east-1, eu-west-1 and ap-southeast-2.",
    ],
    [
      '--from sa-east-1',
      "--from: sa-east-1 is none of the platform's Regions that can be reached. Allowed: us-east-1, eu-west-1 and ap-southeast-2.",
    ],
  ])('ends with 2 and asks nobody: %s', async (line, message) => {
    expect(await run(line)).toEqual({
      status: 2,
      out: '',
      errors: `${message}\n\nnpm run switch -- --help shows how it is used.`,
    });
    expect(parameters.calls).toEqual([]);
  });

  test('ends with 2 where a Region has no control', async () => {
    cluster.states.delete('ap-southeast-2');
    parameters.value = JSON.stringify(cluster.record);
    const { status, errors } = await run('--region ap-southeast-2 --on');
    expect([status, errors.split('\n')[0]]).toEqual([
      2,
      '--region: ap-southeast-2 has no routing control. Those with one: eu-west-1 and us-east-1.',
    ]);
    expect(updates()).toEqual([]);
  });

  test('ends with 2 where the config is wrong', async () => {
    const errors = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(await main(['--config', join(folder, 'none.json')])).toBe(2);
    expect(errors.mock.calls[0]?.[0]).toMatch(/none\.json: 1 problem\. Nothing was written\.\n {2}no such file/);
    errors.mockRestore();
  });
});
