import { type Failure, failureOf, SwitchError } from './failures';

/** Time and chance, and where it is told what failed. */
export interface Course {
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number;
  /** 0 to 1, 1 excluded. */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** One line about an attempt that failed. */
  readonly failed: (line: string) => void;
}

/** The same question, put to several who can all answer it. */
export interface Rounds<Target, Answer> {
  /** In the order in which they are asked. */
  readonly targets: readonly Target[];
  /** How a line of `Course.failed` begins. */
  readonly nameOf: (target: Target) => string;
  readonly ask: (target: Target, signal: AbortSignal) => Promise<Answer>;
  /** Whether it is no use to ask anyone else. */
  readonly ends: (failure: Failure) => boolean;
  /** Whether a whole round of such failures is the last. @default - no: asked again until the time is up */
  readonly isFinal?: (failure: Failure) => boolean;
  /** Rounds at most. @default - until the time is up */
  readonly most?: number;
  /** When the time is up, on the clock of `Course`. */
  readonly untilMs: number;
}

/** Longest that one attempt may take: the connection, the credentials and the answer. */
const ATTEMPT_MS = 4000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;

/** An attempt that ended it all. */
export class Ended extends Error {
  override name = 'Ended';
  constructor(
    readonly failure: Failure,
    readonly who: string,
  ) {
    super(failure.text);
  }
}

/** Nobody answered, or all in a way that would not change. */
export class Unanswered extends Error {
  override name = 'Unanswered';
  constructor(readonly failures: readonly Failure[]) {
    super('nobody answered');
  }
}

/**
 * Asks one after the other until one answers; after each round of failures a longer pause ("Best practices for routing
 * control": try the endpoints in turn, and again).
 * @throws Ended, Unanswered
 */
export async function firstAnswer<Target, Answer>(
  rounds: Rounds<Target, Answer>,
  course: Course,
): Promise<{ readonly answer: Answer; readonly target: Target }> {
  const { targets, most = Number.POSITIVE_INFINITY, untilMs } = rounds;
  let failures: Failure[] = [];
  for (let round = 0; round < most; round += 1) {
    const inRound: Failure[] = [];
    for (const target of targets) {
      const leftMs = untilMs - course.now();
      if (leftMs <= 0) throw new Unanswered([...failures, ...inRound]);
      try {
        return { answer: await inTime(rounds, target, Math.min(ATTEMPT_MS, leftMs)), target };
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind === 'credentials' || rounds.ends(failure)) throw new Ended(failure, rounds.nameOf(target));
        course.failed(`${rounds.nameOf(target)}: ${failure.text}`);
        inRound.push(failure);
      }
    }
    failures = inRound;
    if (rounds.isFinal !== undefined && inRound.every(rounds.isFinal)) break;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** round, LONGEST_PAUSE_MS) * (1 - course.random() / 2);
    if (round + 1 < most) await course.sleep(Math.min(pauseMs, Math.max(0, untilMs - course.now())));
  }
  throw new Unanswered(failures);
}

/** The clients have timeouts of their own; this one bounds also what they do before a request: fetching credentials. */
async function inTime<Target, Answer>(
  { ask }: Rounds<Target, Answer>,
  target: Target,
  limitMs: number,
): Promise<Answer> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${(limitMs / 1000).toFixed(1)} s`));
      abort.abort();
    }, limitMs);
  });
  const asked = ask(target, abort.signal);
  // Whichever loses the race may still fail, and nobody hears it any more.
  asked.catch(() => undefined);
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What is said where no credentials were found: asking elsewhere would not help. */
export const noCredentials = ({ text }: Failure): SwitchError =>
  new SwitchError(
    `No AWS credentials: ${text}. Nothing was asked. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, to what may read the parameter and set the routing controls.`,
  );
