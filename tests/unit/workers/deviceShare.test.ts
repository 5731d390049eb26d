import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeviceLedger } from '@/workers/deviceLedger';
import { type DeviceNeed, DeviceShare, type DeviceShareOptions } from '@/workers/deviceShare';

const gib = 2 ** 30;
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'heldout-share-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const need = (total: number, shapeClass: DeviceNeed['shapeClass'] = 'small'): DeviceNeed => ({
  memory: {
    states: total * gib * 0.5,
    activations: total * gib * 0.3,
    decoding: 0,
    context: 0.2 * gib,
    total: total * gib,
  },
  shapeClass,
  label: 'run-1',
  pids: [process.pid],
});

const never = new AbortController().signal;
const quiet = () => undefined;

/** A worker's view of a 10 GiB device; each wait runs `onWait` in place of a second. */
function shareOf(
  options: Partial<DeviceShareOptions> = {},
  onWait: () => Promise<unknown> | unknown = quiet,
) {
  return new DeviceShare({
    memoryBytes: 10 * gib,
    limits: null,
    replicas: null,
    why: 'As many as fit.',
    home,
    device: 'RTX 3060',
    log: quiet,
    usedBytes: async () => 0,
    wait: async (_ms, signal) => {
      signal.throwIfAborted();
      await onWait();
    },
    now: () => 1000,
    ...options,
  });
}

describe('a device that trainers share', () => {
  it('takes runs beside each other as long as their estimates fit, and says so', async () => {
    const first = await shareOf().enter(need(4), never, quiet);
    const second = await shareOf().enter(need(5), never, quiet);
    expect(first.told).toBe(
      'Has RTX 3060 to itself so far; about 4.0 GiB of its 10.0 GiB are kept for this one. As many as fit.',
    );
    expect(second.told).toMatch(/^Shares RTX 3060 with 1 other run; about 5\.0 GiB/);
  });

  it('lets a run wait that does not fit beside the others, says why, and takes it when they are gone', async () => {
    const first = await shareOf().enter(need(6), never, quiet);
    const told: string[] = [];
    let looks = 0;
    const waiting = shareOf({}, async () => {
      looks += 1;
      if (looks === 3) await first.release();
    });
    const second = await waiting.enter(need(5), never, (why) => told.push(why));
    expect(looks).toBe(3);
    expect(told).toEqual([
      'Waits for room on RTX 3060: it needs about 5.0 GiB; 1 run holds 6.0 GiB, of 9.5 GiB that may be used.',
    ]);
    expect(second.told).toContain('to itself');
  });

  it('refuses a run that does not fit even alone, with the numbers and the way out', async () => {
    await expect(shareOf().enter(need(9.6), never, quiet)).rejects.toMatchObject({
      code: 'invalid_config',
      path: 'batchTokens',
      message: expect.stringMatching(
        /needs about 9\.6 GiB.*activations of its largest batch 2\.9 GiB.*RTX 3060 has 10\.0 GiB, of which 9\.5 GiB may be used: lower batchTokens/,
      ),
    });
    expect(await shareOf().isFree()).toBe(true);
  });

  it('takes no more runs of a size than raise the total rate, of the smallest limit among those there', async () => {
    const limits = { tiny: 4, small: 2, medium: 1, large: 1 };
    await shareOf({ limits }).enter(need(1), never, quiet);
    await shareOf({ limits }).enter(need(1, 'tiny'), never, quiet);
    const told: string[] = [];
    const given = new AbortController();
    const third = shareOf({ limits }, () => given.abort()).enter(need(1, 'tiny'), given.signal, (why) =>
      told.push(why),
    );
    await expect(third).rejects.toThrow();
    expect(told).toEqual([
      'Waits for room on RTX 3060: 2 runs train there, and more at once would not raise the total rate.',
    ]);
  });

  it('leaves the queue where the run is wanted back while it waits', async () => {
    const first = await shareOf().enter(need(6), never, quiet);
    const given = new AbortController();
    await expect(shareOf({}, () => given.abort()).enter(need(6), given.signal, quiet)).rejects.toMatchObject({
      name: 'AbortError',
    });
    await first.release();
    expect(await shareOf().isFree()).toBe(true);
  });

  it.each([
    // Nobody of ours is there: all that is used is others'.
    { used: 7, claimed: 0, fits: 2.4, tooLarge: 2.6 },
    // Ours have taken less than they claimed: what is used says nothing of others.
    { used: 3, claimed: 4, fits: 5.4, tooLarge: 5.6 },
    // More is used than ours have claimed: the rest is others'.
    { used: 6, claimed: 4, fits: 3.4, tooLarge: 3.6 },
  ])('counts what others use of it: $used GiB used, $claimed GiB claimed', async (each) => {
    if (each.claimed > 0) await shareOf().enter(need(each.claimed), never, quiet);
    const usedBytes = async () => each.used * gib;
    const given = new AbortController();
    const share = shareOf({ usedBytes }, () => given.abort());
    await expect(share.enter(need(each.tooLarge), given.signal, quiet)).rejects.toThrow();
    await expect(shareOf({ usedBytes }).enter(need(each.fits), never, quiet)).resolves.toBeDefined();
  });

  it('accounts no memory where nobody says how much there is, and says so', async () => {
    const unknown = { memoryBytes: null };
    await shareOf(unknown).enter(need(50), never, quiet);
    const second = await shareOf(unknown).enter(need(50), never, quiet);
    expect(second.told).toContain('its memory is not accounted');
  });

  it('keeps a worker from leasing while it is full or somebody waits, and lets it be seen meanwhile', async () => {
    const limits = { tiny: 1, small: 1, medium: 1, large: 1 };
    const first = await shareOf({ limits }).enter(need(1), never, quiet);
    let looks = 0;
    let seen = 0;
    const share = shareOf({ limits }, async () => {
      looks += 1;
      if (looks === 2) await first.release();
    });
    await share.untilRoom(never, async () => {
      seen += 1;
    });
    expect([looks, seen]).toEqual([2, 2]);
  });

  it('is another one for another device', async () => {
    await shareOf({ device: 'RTX 3060' }).enter(need(9), never, quiet);
    expect(await shareOf({ device: 'RTX 4090' }).isFree()).toBe(true);
    expect(await shareOf({ ledger: new DeviceLedger(join(home, 'elsewhere')) }).isFree()).toBe(true);
  });
});
