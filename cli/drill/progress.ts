import type { LabEvent, LabRun } from '../../lab/runner';
import { countsText } from '../../lab/runner';
import { callsText } from './report';
import type { DrillStep } from './result';

/** Tells what happens as it happens. */
export interface Progress {
  /** A scenario begins, or is skipped. */
  scenario(name: string, text: string): void;
  /** A step begins. */
  begin(step: string): void;
  event(event: LabEvent): void;
  /** A step has ended. */
  end(step: DrillStep): void;
  /** The platform was applied, which is no step. */
  applied(run: LabRun): void;
  /** Nothing more is shown. */
  stop(): void;
}

/** What is written to: a terminal, a pipe, or a test's list. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
const FRAME_MS = 80;
/** "Erase in line" after a carriage return. */
const CLEAR = '\r\u001b[2K';

export function progressOn(screen: Screen): Progress {
  const spinner = screen.isTTY ? new Spinner(screen) : undefined;
  const line = (text: string): void => {
    spinner?.hide();
    screen.write(`${text}\n`);
  };
  let step = '';
  return {
    scenario: (name, text) => line(`\n${name}: ${text}`),
    begin: (name) => {
      step = name;
      if (spinner) spinner.show(name);
      else line(`  ${name} ...`);
    },
    event: (event) => {
      if (spinner) spinner.show(`${step}  ${eventText(event)}`);
    },
    end: ({ passed, name, seconds = 0, calls, stacks, refusal, reason }) => {
      const planned =
        stacks.length > 0
          ? `  ${stacks.length === 1 ? '1 stack' : `${stacks.length} stacks`}; calls: ${callsText(calls)}`
          : '';
      const what = refusal === undefined ? planned : '  refused';
      line(
        spinner
          ? `  ${passed ? '✓' : '✗'} ${name}${what} (${seconds.toFixed(1)} s)`
          : `    ${passed ? 'pass' : 'FAIL'}${what} (${seconds.toFixed(1)} s)`,
      );
      if (reason !== undefined) line(`    ${reason}`);
    },
    applied: ({ planned, seconds }) =>
      line(`  ${spinner ? '✓ the platform is applied: ' : '  '}${countsText(planned)} (${seconds.toFixed(1)} s)`),
    stop: () => spinner?.hide(),
  };
}

const eventText = (event: LabEvent): string => {
  if (event.type === 'planned') return `${event.stack}: ${countsText(event.planned)}`;
  return `${event.stack}: ${event.type === 'finished' ? event.run.outcome : event.type}`;
};

/** One line that is drawn again and again. */
class Spinner {
  #timer: NodeJS.Timeout | undefined;
  #frame = 0;
  #text = '';

  constructor(private readonly screen: Screen) {}

  show(text: string): void {
    this.#text = text;
    this.#timer ??= setInterval(() => this.draw(), FRAME_MS).unref();
    this.draw();
  }

  hide(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.screen.write(CLEAR);
  }

  private draw(): void {
    this.#frame = (this.#frame + 1) % FRAMES.length;
    const width = (this.screen.columns ?? 80) - 1;
    this.screen.write(`${CLEAR}${`  ${FRAMES[this.#frame]} ${this.#text}`.slice(0, width)}`);
  }
}
