import type { ErrorCode } from './errors';

/** A failed run is tried again after 10 s, 20 s, 40 s … up to longestBackOffMs. */
export const defaultFirstBackOffMs = 10_000;
const longestBackOffMs = 5 * 60_000;

/** Trying again would end the same way. */
const hopeless: readonly ErrorCode[] = [
  'diverged',
  'invalid_config',
  'invalid_corpus',
  'invalid_input',
  'unsupported_kernel',
];

/**
 * @param code of the error that the attempt ended with
 * @param failedAttempts of the run, this one included
 * @param retries of its sweep
 * @returns milliseconds after which the run is tried again; null: it has failed for good
 */
export function backOffMs(
  code: string,
  failedAttempts: number,
  retries: number,
  firstBackOffMs = defaultFirstBackOffMs,
): number | null {
  if (failedAttempts > retries || isHopeless(code)) return null;
  return Math.min(longestBackOffMs, firstBackOffMs * 2 ** (failedAttempts - 1));
}

/** Whether an error of this code would come again. */
export function isHopeless(code: string): boolean {
  return hopeless.some((known) => known === code);
}
