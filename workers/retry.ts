import { setTimeout as delay } from 'node:timers/promises';
import { isTransient } from './protocolClient';

export const firstPauseMs = 250;
export const longestPauseMs = 10_000;

/** Doubles up to a bound, with up to a quarter taken off so that workers do not come back in step. */
export function nextPauseMs(pauseMs: number): number {
  return Math.min(longestPauseMs, 2 * pauseMs);
}

/**
 * Repeats a request to the server for as long as it is away. Says so once, and once when it is back.
 *
 * @throws what `attempt` throws where repeating cannot help, or what it threw last once the signal is aborted
 */
export async function untilAnswered<T>(
  attempt: () => Promise<T>,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<T> {
  for (let pauseMs = firstPauseMs, failures = 0; ; pauseMs = nextPauseMs(pauseMs), failures++) {
    try {
      const answer = await attempt();
      if (failures > 0) log('The server answers again.');
      return answer;
    } catch (error) {
      if (!isTransient(error) || signal.aborted) throw error;
      if (failures === 0 && error instanceof Error) log(`${error.message} Trying again until it does.`);
      // Rejects where the signal is aborted while waiting; the next attempt then fails and is thrown.
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
