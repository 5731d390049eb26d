import type { ServerContext } from './context';

/** Clocks that are kept in step by small corrections stay below this; a step that somebody feels is above it. */
const smallestStepMs = 2000;

/**
 * Whole milliseconds of a clock that is never set: only differences mean something. It stands still while the machine
 * sleeps, so that waking up is a step of the other clock.
 */
export const steadyNow = (): number => Math.round(performance.now());

export interface ClockLook {
  /** By how much the wall clock was set since the last look; 0 where it was not, negative: back. */
  stepMs: number;
  nowMs: number;
  /** What the wall clock, as it is set now, would have said at the last look. */
  lastLookMs: number;
}

/**
 * Looks whether the wall clock was set since the last look. A machine that has slept counts as one whose clock was set
 * forward: its workers slept as well, or could not reach it.
 */
export function lookAtClock({ now, steadyNow, clocks }: ServerContext): ClockLook {
  const nowMs = now();
  const passedMs = steadyNow() - clocks.steadyMs;
  const stepMs = nowMs - clocks.wallMs - passedMs;
  return { stepMs: Math.abs(stepMs) < smallestStepMs ? 0 : stepMs, nowMs, lastLookMs: nowMs - passedMs };
}

/** The next look starts from here. Small corrections are forgotten, so that they never add up to a step. */
export function lookedAtClock(context: ServerContext): void {
  context.clocks = { wallMs: context.now(), steadyMs: context.steadyNow() };
}
