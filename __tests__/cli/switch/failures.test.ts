import { failureOf } from '../../../cli/switch/failures';

/** An error as the SDK throws it. */
const answered = (name: string, status: number | undefined, message = 'no'): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });

test.each([
  ['AccessDeniedException', 403, 'refused'],
  ['ConflictException', 409, 'refused'],
  ['ValidationException', 400, 'refused'],
  ['ThrottlingException', 400, 'unavailable'],
  ['SlowDown', 429, 'unavailable'],
  ['RequestTimeout', 408, 'unavailable'],
  ['InternalServerException', 500, 'unavailable'],
  ['EndpointTemporarilyUnavailableException', 503, 'unavailable'],
  ['TimeoutError', undefined, 'unavailable'],
  ['CredentialsProviderError', undefined, 'credentials'],
])('%s with status %s is %s', (name, status, kind) => expect(failureOf(answered(name, status)).kind).toBe(kind));

test('is told on one line, without what the SDK puts before it', () => {
  expect(failureOf(new Error('AWS SDK error wrapper for Error: connect\n  ECONNREFUSED')).text).toBe(
    'connect ECONNREFUSED',
  );
  expect(failureOf(answered('ParameterNotFound', 400, '')).text).toBe('ParameterNotFound');
  expect(failureOf('nothing').text).toBe('nothing');
});

test('an answer that is not of AWS is none', () =>
  expect(failureOf(answered('Unknown', 403, 'UnknownError'))).toEqual({
    kind: 'unavailable',
    name: 'Unknown',
    text: 'HTTP 403, not in the form of AWS: is there a proxy on the way?',
    rules: [],
  }));

test('finds the safety rules that an answer names, in its text and beside it', () => {
  const rule = (name: string): string =>
    `arn:aws:route53-recovery-control::111122223333:controlpanel/0a1b/safetyrule/${name}`;
  const conflict = Object.assign(answered('ConflictException', 409, `${rule('a')}, and ${rule('a')}.`), {
    resourceId: rule('b'),
  });
  expect(failureOf(conflict).rules).toEqual([rule('a'), rule('b')]);
});
