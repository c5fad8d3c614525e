import { quoted, UsageError, wholeNumber } from './usage-error';

/** What the real provider is run with. */
export interface EngineArguments {
  /** Address of the emulator. */
  readonly endpoint: string;
  /** Filesystem mirror with the provider. @default - Terraform's registry */
  readonly mirror?: string;
  /** Types that are not put to the emulator. */
  readonly leaveOut: readonly string[];
  readonly timeoutSeconds: number;
}

/** The options of the engine, as they were given. */
interface Values {
  readonly engine?: string;
  readonly endpoint?: string;
  readonly 'provider-mirror'?: string;
  readonly 'leave-out'?: string;
  readonly 'stack-timeout'?: string;
  readonly [other: string]: unknown;
}

const OF_PROVIDER = ['endpoint', 'provider-mirror', 'leave-out', 'stack-timeout'] as const;
/** Faults that only the simulated AWS has. */
const OF_SIMULATED = ['fail-create', 'die-after', 'slow'] as const;
/** What is only done with the simulated AWS. */
const ONLY_SIMULATED = ['plan-arg', 'save', 'drift'] as const;

/** @returns nothing for the simulated AWS. @throws UsageError */
export function engineArguments(values: Values): EngineArguments | undefined {
  const { engine = 'simulated', endpoint } = values;
  if (engine !== 'simulated' && engine !== 'provider')
    throw new UsageError(`--engine: ${quoted(engine)} is not an engine. There are simulated and provider.`);
  const given = (names: readonly string[]): string | undefined => names.find((name) => values[name] !== undefined);
  if (engine === 'simulated') {
    const foreign = given(OF_PROVIDER);
    if (foreign) throw new UsageError(`--${foreign} is of the real provider. Add --engine provider.`);
    return undefined;
  }
  const foreign = given(OF_SIMULATED);
  if (foreign)
    throw new UsageError(`--${foreign} is of the simulated AWS: an emulator has no such fault. --dead it has.`);
  const only = given(ONLY_SIMULATED);
  if (only) throw new UsageError(`--${only} works with the simulated AWS alone. Leave --engine out.`);
  if (endpoint === undefined)
    throw new UsageError(
      '--engine provider needs --endpoint: the address of an emulator, such as http://127.0.0.1:5000.',
    );

  const leaveOut = values['leave-out']?.split(',') ?? [];
  const wrong = leaveOut.find((type) => !/^aws_\w+$/.test(type));
  if (wrong !== undefined) throw new UsageError(`--leave-out: ${quoted(wrong)} is not a type. Write aws_x,aws_y.`);
  const mirror = values['provider-mirror'];
  return {
    endpoint,
    ...(mirror !== undefined && { mirror }),
    leaveOut,
    timeoutSeconds: wholeNumber('--stack-timeout', values['stack-timeout'] ?? '300', 1, 86_400),
  };
}
