import { KNOWN_GAPS } from './emulators';
import { type ProviderSchema, type Unknown, withKnownArguments } from './known-arguments';
import { forgetting, type LeftOut, leaveOut, type Omission } from './leave-out';
import type { StackJson } from './stack-json';

export interface Adaptation {
  /** The emulator's name in the tables of what each one cannot do. */
  readonly emulator: string;
  /** Where the stack's requests go. */
  readonly address: string;
  /** `local`: a file in the stack's work folder. */
  readonly state: 'as configured' | 'local';
  /** Version to require where the mirror has none that the stacks ask for. */
  readonly version?: string;
  /** What that version knows. */
  readonly schema?: ProviderSchema;
  /** What is left out besides what the emulator is known not to do. */
  readonly omissions: readonly Omission[];
  /** Addresses that were begun before they were left out. */
  readonly begun: readonly string[];
}

export interface Adapted {
  readonly stack: StackJson;
  readonly leftOut: readonly LeftOut[];
  readonly unknown: readonly Unknown[];
}

/** A synthesized stack as the real provider and an emulator can take it. Nothing of this is ever in the stack itself. */
export function adapted(original: StackJson, how: Adaptation): Adapted {
  const known = how.schema ? withKnownArguments(original, how.schema) : { stack: original, unknown: [] };
  const unknownTypes = known.unknown
    .filter(({ argument }) => argument === undefined)
    .map(({ type, address }) => ({ type, address, why: `the provider ${how.version} does not know the type` }));
  const omissions = [
    ...KNOWN_GAPS.filter(({ emulator }) => emulator === how.emulator),
    ...unknownTypes,
    ...how.omissions,
  ];
  const { stack, leftOut } = leaveOut(known.stack, omissions);
  return {
    stack: withSettings(forgetting(stack, how.begun), how),
    leftOut,
    unknown: known.unknown.filter(({ argument }) => argument !== undefined),
  };
}

function withSettings(stack: StackJson, { address, state, version }: Adaptation): StackJson {
  const { backend, required_providers: required = {}, ...terraform } = stack.terraform ?? {};
  const s3 = backend?.s3;
  return {
    ...stack,
    // Their addresses come in the environment, one for all services, so that none is forgotten.
    provider: {
      ...stack.provider,
      aws: (stack.provider?.aws ?? []).map((block) => ({ ...block, s3_use_path_style: true })),
    },
    terraform: {
      ...terraform,
      required_providers: version === undefined ? required : { ...required, aws: { ...required.aws, version } },
      backend:
        state === 'local' || !s3
          ? { local: { path: STATE_FILE } }
          : { s3: { ...s3, endpoints: { s3: address, sts: address, iam: address }, use_path_style: true } },
    },
  };
}

export const STATE_FILE = 'terraform.tfstate';
