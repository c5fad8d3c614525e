import fc from 'fast-check';
import { createCognitoTriggers, type TriggerDependencies } from '../../../lambdas/cognito-triggers/triggers';
import { createLog } from '../../../lambdas/shared/log';
import { createReservations, type ReservationTable } from '../../../lambdas/shared/reservations';
import { COPY_MARK, profileFrom } from '../../../lambdas/shared/users';
import { ANA, SCOPE, type TestRegion, twoRegions } from '../photos-api/world';
import { captureStreams, SILENT } from '../shared/captured-log';

const EMAIL = 'ana@example.com';

function dependenciesOf(region: TestRegion, changes: Partial<TriggerDependencies> = {}): TriggerDependencies {
  const { name, plane, content, dependencies } = region;
  return {
    region: name,
    scope: SCOPE,
    lease: plane.lease,
    writer: plane.writer,
    content,
    reservations: undefined,
    nowMs: dependencies.nowMs,
    entropy: dependencies.entropy,
    log: SILENT,
    ...changes,
  };
}

interface Sent {
  readonly userName?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly clientMetadata?: Readonly<Record<string, string>>;
}

/** An event as Cognito sends it. */
const event = (triggerSource: string, { userName = ANA, attributes, clientMetadata }: Sent = {}): object => ({
  version: '1',
  region: 'us-east-1',
  userPoolId: 'us-east-1_AbCdEf123',
  triggerSource,
  userName,
  callerContext: { awsSdkVersion: 'x', clientId: 'c' },
  request: { userAttributes: { email: EMAIL, email_verified: 'true', ...attributes }, clientMetadata },
  response: { autoConfirmUser: false },
});

const profileIn = (region: TestRegion, gid = ANA) => profileFrom(region.content.items.get(`USER#${gid}|PROFILE`));

describe('before a sign-up', () => {
  test('nobody signs up by themselves, not even in the writer Region', async () => {
    const { home } = twoRegions();
    await expect(createCognitoTriggers(dependenciesOf(home))(event('PreSignUp_SignUp'))).rejects.toThrow(
      'Accounts are made by an administrator: signing up is closed.',
    );
  });

  test('an administrator creates users in the Region that writes, and nowhere else', async () => {
    const { home, other, move } = twoRegions();
    const made = event('PreSignUp_AdminCreateUser');
    const [here, there] = [home, other].map((region) => createCognitoTriggers(dependenciesOf(region)));
    expect(await here?.(made)).toBe(made);
    await expect(there?.(made)).rejects.toThrow(
      'eu-west-1 does not write at present (not-writer). Create the user in us-east-1.',
    );
    move('fenced', []);
    await expect(here?.(made)).rejects.toThrow('us-east-1 does not write at present (fenced). Try again later.');
    move('failover', ['eu-west-1']);
    expect(await there?.(made)).toBe(made);
    await expect(here?.(made)).rejects.toThrow('Create the user in eu-west-1.');
  });

  test('nobody is created where the register does not answer', async () => {
    const { home, register } = twoRegions();
    register.up = false;
    await expect(createCognitoTriggers(dependenciesOf(home))(event('PreSignUp_AdminCreateUser'))).rejects.toThrow(
      '(no-lease)',
    );
  });

  test('the copy of a user who exists is let in, in every Region', async () => {
    const { other } = twoRegions();
    const copy = event('PreSignUp_AdminCreateUser', { clientMetadata: { [COPY_MARK.name]: COPY_MARK.value } });
    expect(await createCognitoTriggers(dependenciesOf(other))(copy)).toBe(copy);
  });

  test('the mark of a copy opens nothing to those who sign up by themselves', async () => {
    const { home } = twoRegions();
    const forged = event('PreSignUp_SignUp', { clientMetadata: { [COPY_MARK.name]: COPY_MARK.value } });
    await expect(createCognitoTriggers(dependenciesOf(home))(forged)).rejects.toThrow('signing up is closed');
  });

  test.each(['ana', EMAIL, 'ABCDEF00-0000-4000-8000-00000000000A', `${ANA}x`])(
    'the username %s is refused: it must be the same id in every pool',
    async (userName) => {
      const { home } = twoRegions();
      await expect(
        createCognitoTriggers(dependenciesOf(home))(event('PreSignUp_AdminCreateUser', { userName })),
      ).rejects.toThrow('The username must be a new UUID in lower case');
    },
  );

  test('an e-mail of another zone is refused, and its own zone’s is not', async () => {
    const { home } = twoRegions();
    const stored = new Map<string, string>();
    const table: ReservationTable = {
      read: async (hash) => stored.get(hash),
      create: async (hash, zone) => {
        if (stored.has(hash)) return false;
        stored.set(hash, zone);
        return true;
      },
    };
    let asked = 0;
    const secret = async (): Promise<string> => {
      asked += 1;
      return 'PLANTED-SECRET';
    };
    const [us, eu] = ['us', 'eu'].map((zone) =>
      createCognitoTriggers(dependenciesOf(home, { reservations: createReservations(zone, table, secret) })),
    );
    const sent = event('PreSignUp_AdminCreateUser');
    await us?.(sent);
    await us?.(sent);
    await expect(
      eu?.(event('PreSignUp_AdminCreateUser', { attributes: { email: ' Ana@Example.com ' } })),
    ).rejects.toThrow('This e-mail belongs to a user of another zone.');
    await eu?.(event('PreSignUp_AdminCreateUser', { attributes: { email: 'ben@example.com' } }));
    expect([...stored.values()]).toEqual(['us', 'eu']);
    expect([...stored.keys()].join()).not.toMatch(/ana|ben|example/i);
    expect(asked).toBe(2);
  });
});

describe('after a sign-in', () => {
  test('the profile is written, fenced, with what is carried and nothing else', async () => {
    const { home } = twoRegions();
    const attributes = {
      sub: 'pool-only',
      name: 'Ana',
      'custom:team': 'x',
      'cognito:user_status': 'CONFIRMED',
      phone_number_verified: 'true',
    };
    await createCognitoTriggers(dependenciesOf(home))(event('PostAuthentication_Authentication', { attributes }));
    expect(home.content.items.get(`USER#${ANA}|PROFILE`)).toMatchObject({ ep: 0, wr: 'us-east-1' });
    expect(profileIn(home)).toMatchObject({
      gid: ANA,
      attributes: { email: EMAIL, email_verified: 'true', name: 'Ana', 'custom:team': 'x' },
      enabled: true,
      base: '',
      pool: 'us-east-1',
    });
    expect(Object.keys(profileIn(home)?.attributes ?? {})).toHaveLength(4);
  });

  test('the same again writes nothing', async () => {
    const { home } = twoRegions();
    const trigger = createCognitoTriggers(dependenciesOf(home));
    await trigger(event('PostConfirmation_ConfirmForgotPassword'));
    const before = home.content.picture();
    home.clock.nowMs += 1000;
    await trigger(event('PostAuthentication_Authentication'));
    expect(home.content.picture()).toBe(before);
  });

  test('a pool that has not yet got a newer name does not undo it; a change made in the pool is taken', async () => {
    const { home } = twoRegions();
    const trigger = createCognitoTriggers(dependenciesOf(home));
    await trigger(event('PostAuthentication_Authentication', { attributes: { name: 'Old' } }));
    const { body } = await home.call('GET', '/v1/me');
    await home.call('PUT', '/v1/me', { headers: { 'if-match': body.rev }, body: { name: 'New' } });
    await trigger(event('PostAuthentication_Authentication', { attributes: { name: 'Old' } }));
    expect(profileIn(home)?.attributes.name).toBe('New');
    await trigger(event('PostAuthentication_Authentication', { attributes: { name: 'Console' } }));
    expect(profileIn(home)?.attributes.name).toBe('Console');
  });

  test('a change that was made meanwhile is not overwritten', async () => {
    const { home } = twoRegions();
    const deps = dependenciesOf(home);
    const between: TriggerDependencies = {
      ...deps,
      writer: {
        write: async (scope, operations) => {
          await home.call('PUT', '/v1/me', { headers: { 'if-match': '0' }, body: { name: 'Meanwhile' } });
          return deps.writer.write(scope, operations);
        },
      },
    };
    const signIn = event('PostAuthentication_Authentication', { attributes: { name: 'From the pool' } });
    expect(await createCognitoTriggers(between)(signIn)).toBe(signIn);
    expect(profileIn(home)?.attributes).toEqual({ name: 'Meanwhile' });
  });

  test('whoever proved who they are gets in, where nothing can be written too', async () => {
    const { home, other, register, move } = twoRegions();
    const signIn = event('PostAuthentication_Authentication');
    expect(await createCognitoTriggers(dependenciesOf(other))(signIn)).toBe(signIn);
    move('fenced', []);
    expect(await createCognitoTriggers(dependenciesOf(home))(signIn)).toBe(signIn);
    register.up = false;
    home.clock.nowMs += 60_000;
    expect(await createCognitoTriggers(dependenciesOf(home))(signIn)).toBe(signIn);
    const broken = { ...home.content, get: () => Promise.reject(new Error('gone')) };
    const deps = dependenciesOf(home, { content: Object.assign(Object.create(home.content), broken) });
    expect(await createCognitoTriggers(deps)(signIn)).toBe(signIn);
    expect(home.content.items.size + other.content.items.size).toBe(0);
  });
});

test('passes other triggers through', async () => {
  const { home } = twoRegions();
  const sent = event('PreTokenGeneration_Authentication');
  expect(await createCognitoTriggers(dependenciesOf(home))(sent)).toBe(sent);
  expect(home.content.items.size).toBe(0);
});

test('answers any event with itself, or with an error that says what is wrong', async () => {
  const { home } = twoRegions();
  const trigger = createCognitoTriggers<unknown>(dependenciesOf(home));
  const sources = fc.constantFrom(
    'PreSignUp_SignUp',
    'PreSignUp_AdminCreateUser',
    'PostConfirmation_ConfirmSignUp',
    'PostAuthentication_Authentication',
    'X',
  );
  const shaped = fc.record(
    {
      triggerSource: fc.oneof(sources, fc.anything()),
      userName: fc.oneof(fc.string(), fc.uuid(), fc.anything()),
      request: fc.anything(),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.anything(), shaped), async (sent) => {
      try {
        expect(await trigger(sent)).toBe(sent);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        expect(String(error)).toMatch(
          /not an event of a Cognito trigger|signing up is closed|must be a new UUID|just now/,
        );
      }
    }),
    { numRuns: 300 },
  );
});

test('writes nothing of a person to its log', async () => {
  const captured = captureStreams();
  try {
    const { home, other } = twoRegions();
    const log = createLog('cognito-triggers');
    const failing = {
      ...dependenciesOf(home, { log }),
      writer: { write: () => Promise.reject(new Error(`no ${EMAIL}`)) },
    };
    const attributes = { name: 'Planted Name', phone_number: '+15550100' };
    await createCognitoTriggers(failing)(event('PostAuthentication_Authentication', { attributes }));
    await createCognitoTriggers(dependenciesOf(other, { log }))(
      event('PreSignUp_AdminCreateUser', { attributes }),
    ).catch(() => undefined);
    await createCognitoTriggers(dependenciesOf(home, { log }))(event('PreSignUp_SignUp', { attributes })).catch(
      () => undefined,
    );
    expect(captured.lines.length).toBeGreaterThanOrEqual(3);
    for (const planted of [EMAIL, 'Planted Name', '+15550100'])
      expect(captured.lines.join('\n')).not.toContain(planted);
  } finally {
    captured.restore();
  }
});
