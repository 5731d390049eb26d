export interface Clock {
  now(): number;
  /** Calls back after delayMs; the answer cancels it. */
  later(callback: () => void, delayMs: number): () => void;
}

const browserClock: Clock = {
  now: () => performance.now(),
  later(callback, delayMs) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/**
 * Runs `work` at once on the first request and then at most every intervalMs, never two at a time; requests in between
 * are answered by one later run, so the last request is always followed by a run that began after it.
 *
 * @param intervalMs a function is asked anew each time
 */
export function coalesce(
  work: () => Promise<void>,
  intervalMs: number | (() => number),
  clock: Clock = browserClock,
) {
  let wanted = false;
  let working = false;
  let stopped = false;
  let startedAtMs = Number.NEGATIVE_INFINITY;
  let cancelTimer: (() => void) | undefined;
  const currentMs = typeof intervalMs === 'number' ? () => intervalMs : intervalMs;

  const run = async () => {
    cancelTimer = undefined;
    wanted = false;
    working = true;
    startedAtMs = clock.now();
    await work().catch(() => undefined);
    working = false;
    if (wanted) plan();
  };
  const plan = () => {
    if (working || cancelTimer || stopped) return;
    cancelTimer = clock.later(() => void run(), Math.max(0, startedAtMs + currentMs() - clock.now()));
  };
  return {
    request() {
      wanted = true;
      plan();
    },
    stop() {
      stopped = true;
      cancelTimer?.();
    },
  };
}
