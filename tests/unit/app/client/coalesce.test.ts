import { describe, expect, it } from 'vitest';
import { type Clock, coalesce } from '@/app/client/coalesce';

/** A clock that moves only when told to. */
function handClock() {
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

describe('coalesced work', () => {
  it('begins at once and then at most once an interval, however often it is asked for', async () => {
    const { clock, advance } = handClock();
    let runs = 0;
    const work = coalesce(
      async () => {
        runs += 1;
      },
      1000,
      clock,
    );
    work.request();
    await advance(0);
    for (let request = 0; request < 20; request += 1) {
      work.request();
      await advance(50);
    }
    expect(runs).toBe(2);
    await advance(5000);
    expect(runs).toBe(2);
  });

  it('follows a request made while working by one more run', async () => {
    const { clock, advance } = handClock();
    let release: () => void = () => {};
    let runs = 0;
    const work = coalesce(
      () => {
        runs += 1;
        return new Promise<void>((resolve) => {
          release = resolve;
        });
      },
      1000,
      clock,
    );
    work.request();
    await advance(0);
    work.request();
    await advance(3000);
    expect(runs).toBe(1);
    release();
    await advance(0);
    await advance(0);
    expect(runs).toBe(2);
  });

  it('goes on after work that failed, and ends when stopped', async () => {
    const { clock, advance } = handClock();
    let runs = 0;
    const work = coalesce(
      async () => {
        runs += 1;
        throw new Error('no answer');
      },
      1000,
      clock,
    );
    work.request();
    await advance(0);
    work.request();
    await advance(1000);
    expect(runs).toBe(2);
    work.request();
    work.stop();
    await advance(5000);
    expect(runs).toBe(2);
  });
});
