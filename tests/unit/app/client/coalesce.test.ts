import { describe, expect, it } from 'vitest';
import { coalesce } from '@/app/client/coalesce';
import { handClock } from './handClock';

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
