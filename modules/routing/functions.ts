/** The functions of the routing layer and of what stands on it; each is `lambdas/<name>/handler.ts`. */
export const FUNCTION_NAMES = [
  'authorizer',
  'cognito-triggers',
  'control-api',
  'health',
  'photos-api',
  'profile-apply',
  'reconcile',
  'state-updater',
] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** How a function runs, whatever the platform. */
export interface FunctionFacts {
  readonly description: string;
  /** Seconds after which Lambda ends a call. */
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** Calls at a time that are kept free for it, where the account's quota has room. @default - none */
  readonly reservedConcurrency?: number;
  /** @default - the platform's */
  readonly logRetentionDays?: number;
  /** `WARN` for what is called all the time: no START, END and REPORT lines. @default 'INFO' */
  readonly systemLogLevel?: 'INFO' | 'WARN';
  /** Whether it is called without waiting for it, so that what it can't handle goes to a queue. @default false */
  readonly unattended?: boolean;
}

const MOVE_SECONDS = 60;

/**
 * A move waits for the lease to run out, by a clock that may be 2 % off, and does some calls before and after. Over HTTP
 * nobody waits longer than 30 seconds ("Quotas for configuring and running an HTTP API"), but what was begun goes on.
 */
const moveSeconds = (leaseSeconds: number): number => Math.max(MOVE_SECONDS, Math.ceil(leaseSeconds * 1.02) + 20);

/** Facts of a function. @param leaseSeconds of the platform's writers */
export function functionFacts(name: FunctionName, leaseSeconds: number): FunctionFacts {
  const facts: Readonly<Record<FunctionName, FunctionFacts>> = {
    'state-updater': {
      description: 'Moves the writer. Needs neither DNS, API, KMS nor Cognito.',
      timeoutSeconds: moveSeconds(leaseSeconds),
      memoryMb: 512,
      reservedConcurrency: 5,
      // Who moved what, for an auditor: a year and a month.
      logRetentionDays: 400,
    },
    'control-api': {
      description: 'State, history and moves over HTTP.',
      timeoutSeconds: moveSeconds(leaseSeconds),
      memoryMb: 512,
      reservedConcurrency: 10,
    },
    health: {
      description: 'Whether the Region lives, works and serves.',
      timeoutSeconds: 3,
      memoryMb: 512,
      reservedConcurrency: 20,
      systemLogLevel: 'WARN',
    },
    reconcile: {
      description: 'Compares what two Regions hold, before the writer goes back.',
      timeoutSeconds: 900,
      memoryMb: 1024,
      unattended: true,
    },
    'photos-api': { description: 'Photos, comments and the own profile.', timeoutSeconds: 6, memoryMb: 512 },
    authorizer: {
      description: "Checks a token of any Region's pool without calling it.",
      timeoutSeconds: 3,
      memoryMb: 512,
      systemLogLevel: 'WARN',
    },
    // Cognito gives up after five seconds ("Customizing user pool workflows with Lambda triggers").
    'cognito-triggers': {
      description: 'Writes profiles of those who sign up or in.',
      timeoutSeconds: 5,
      memoryMb: 512,
    },
    'profile-apply': {
      description: "Carries profiles into this Region's pool.",
      // It stops by itself after three and a half minutes; below the five between two runs, so that these do not meet.
      timeoutSeconds: 280,
      memoryMb: 512,
      unattended: true,
    },
  };
  return facts[name];
}
