import { parseArguments, UsageError } from '../../../lab/arguments';

const apply = (...args: string[]) => parseArguments(['apply', ...args]);
const provider = ['--engine', 'provider', '--endpoint', 'http://127.0.0.1:5000'];

test('the simulated AWS is the default, and may be named', () => {
  expect(apply().engine).toBeUndefined();
  expect(apply('--engine', 'simulated').engine).toBeUndefined();
});

test('the real provider needs an emulator, and has its own options', () => {
  expect(apply(...provider).engine).toEqual({ endpoint: 'http://127.0.0.1:5000', leaveOut: [], timeoutSeconds: 300 });
  const all = ['--provider-mirror', 'm', '--leave-out', 'aws_a,aws_b', '--stack-timeout', '60'];
  expect(apply(...provider, ...all).engine).toEqual({
    endpoint: 'http://127.0.0.1:5000',
    mirror: 'm',
    leaveOut: ['aws_a', 'aws_b'],
    timeoutSeconds: 60,
  });
});

test.each([
  [['--engine', 'real'], '--engine: "real" is not an engine. There are simulated and provider.'],
  [
    ['--engine', 'provider'],
    '--engine provider needs --endpoint: the address of an emulator, such as http://127.0.0.1:5000.',
  ],
  [['--endpoint', 'http://x'], '--endpoint is of the real provider. Add --engine provider.'],
  [
    [...provider, '--slow', 'eu-west-1:5'],
    '--slow is of the simulated AWS: an emulator has no such fault. --dead it has.',
  ],
  [[...provider, '--save', 'plans'], '--save works with the simulated AWS alone. Leave --engine out.'],
  [[...provider, '--leave-out', 'kms'], '--leave-out: "kms" is not a type. Write aws_x,aws_y.'],
  [[...provider, '--stack-timeout', '0'], '--stack-timeout: "0" is not a whole number from 1 to 86400.'],
])('%j is refused', (args, message) => expect(() => apply(...args)).toThrow(new UsageError(message)));
