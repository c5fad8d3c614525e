import type { Screen } from '../progress';

/** Tells what happens in a drill of the routing layer while it happens. */
export interface RoutingProgress {
  event(atSeconds: number, text: string): void;
  /** What clients see at the moment. */
  state(text: string): void;
  /** Nothing more is shown. */
  stop(): void;
}

/** "Erase in line" after a carriage return. */
const CLEAR = '\r\u001b[2K';

/** Events are lines that stay; on a terminal, the state is a line below them that is drawn again and again. */
export function routingProgressOn(screen: Screen): RoutingProgress {
  let shown = false;
  const clear = (): void => {
    if (shown) screen.write(CLEAR);
    shown = false;
  };
  return {
    event: (atSeconds, text) => {
      clear();
      screen.write(`  ${atSeconds.toFixed(1).padStart(6)} s  ${text}\n`);
    },
    state: (text) => {
      if (!screen.isTTY) return;
      shown = true;
      screen.write(`${CLEAR}${`            ${text}`.slice(0, (screen.columns ?? 80) - 1)}`);
    },
    stop: clear,
  };
}
