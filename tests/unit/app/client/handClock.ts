import type { Clock } from '@/app/client/coalesce';

/** A clock that moves only when told to. */
export function handClock() {
  let nowMs = 0;
  let waiting: { atMs: number; callback: () => void }[] = [];
  const clock: Clock = {
    now: () => nowMs,
    later(callback, delayMs) {
      const entry = { atMs: nowMs + delayMs, callback };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
  };
  const advance = async (byMs: number) => {
    nowMs += byMs;
    const due = waiting.filter((entry) => entry.atMs <= nowMs);
    waiting = waiting.filter((entry) => entry.atMs > nowMs);
    for (const entry of due) entry.callback();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { clock, advance };
}
