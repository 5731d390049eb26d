import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HeldoutError } from '@/lib/domain/errors';
import type { FinishRequest, Report } from '@/lib/domain/protocol';
import { Delivery, type DeliveryEvents } from '@/workers/delivery';
import type { ProtocolClient } from '@/workers/protocolClient';
import { Spool } from '@/workers/spool';

/** The server's side in memory; `answer` may refuse. */
class ReceivingClient implements Pick<ProtocolClient, 'report' | 'finish'> {
  readonly received: (Report | FinishRequest)[] = [];
  answer: () => void = () => undefined;

  async report(_runId: string, report: Report) {
    this.answer();
    this.received.push(report);
    return { command: 'continue' as const, leaseExpiresInMs: 10_000 };
  }

  async finish(_runId: string, request: FinishRequest) {
    this.answer();
    this.received.push(request);
  }
}

describe('Delivery', () => {
  let folder = '';
  let nowMs = 0;
  let client = new ReceivingClient();
  let fenced: HeldoutError[] = [];
  let lines: string[] = [];
  let known: number[] = [];
  let abandon = new AbortController();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heldout-delivery-'));
    nowMs = 0;
    client = new ReceivingClient();
    fenced = [];
    lines = [];
    known = [];
    abandon = new AbortController();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function deliver(resumedFromStep?: number): Promise<Delivery> {
    const events: DeliveryEvents = {
      command: () => undefined,
      checkpointKnown: (step) => known.push(step),
      fenced: (error) => fenced.push(error),
      log: (line) => lines.push(line),
    };
    return new Delivery({
      client,
      spool: await Spool.create(folder, { runId: 'run', attempt: 1, leaseToken: 'lease' }),
      events,
      now: () => nowMs,
      leaseTtlMs: 60_000,
      ...(resumedFromStep === undefined ? {} : { resumedFromStep }),
      abandon: abandon.signal,
    });
  }

  it('gathers points into columns and sends them in one report', async () => {
    const delivery = await deliver();
    delivery.addPoints(1, 10, { 'train/loss': 3, 'test/loss': 4 });
    delivery.addPoints(2, 20, { 'train/loss': 2 });
    await delivery.finish({ outcome: 'finished' });
    expect(client.received).toMatchObject([
      {
        sequence: 1,
        points: [
          { metric: 'train/loss', steps: [1, 2], values: [3, 2], timesMs: [10, 20] },
          { metric: 'test/loss', steps: [1], values: [4], timesMs: [10] },
        ],
      },
      { outcome: 'finished' },
    ]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('says in its first report, and only there, where the attempt goes on from', async () => {
    const delivery = await deliver(120);
    nowMs = 10_000;
    delivery.tick();
    delivery.addPoints(121, 10, { 'train/loss': 3 });
    await delivery.finish({ outcome: 'finished' });
    expect(client.received).toMatchObject([
      { sequence: 1, resumedFromStep: 120 },
      { sequence: 2 },
      { outcome: 'finished' },
    ]);
    expect(client.received[1]).not.toHaveProperty('resumedFromStep');
  });

  it('tells of a checkpoint not before what it was told before, and hears when it is known', async () => {
    const delivery = await deliver();
    delivery.addPoints(1, 10, { 'train/loss': 3 });
    delivery.setCheckpoint(1);
    delivery.addPoints(2, 10, { 'train/loss': 2 });
    expect(await delivery.finish({ outcome: 'released' })).toBe(true);
    expect(client.received).toMatchObject([
      { points: [{ steps: [1, 2] }], checkpointStep: 1 },
      { outcome: 'released' },
    ]);
    expect(known).toEqual([1]);
  });

  it('is silent without news, but for a sign of life every five seconds', async () => {
    const delivery = await deliver();
    for (nowMs = 1000; nowMs <= 11_000; nowMs += 1000) {
      delivery.tick();
      await Promise.resolve();
    }
    await delivery.finish({ outcome: 'finished' });
    expect(client.received).toHaveLength(3);
  });

  it('repeats what the server did not take, in order', async () => {
    const delivery = await deliver();
    let refusals = 2;
    client.answer = () => {
      if (refusals-- > 0) throw new HeldoutError('server_unreachable', 'The server does not answer.');
    };
    for (const step of [1, 2, 3]) {
      delivery.addPoints(step, 0, { 'train/loss': step });
      delivery.tick();
    }
    await delivery.finish({ outcome: 'finished' });
    expect(
      client.received.map((request) => ('sequence' in request ? request.sequence : request.outcome)),
    ).toEqual([1, 2, 3, 'finished']);
    expect(lines).toHaveLength(2);
  });

  it('says no more once the attempt is stale', async () => {
    const delivery = await deliver();
    client.answer = () => {
      throw new HeldoutError('stale_attempt', 'attempt 1 no longer holds the lease');
    };
    delivery.addPoints(1, 0, { 'train/loss': 1 });
    delivery.tick();
    await delivery.finish({ outcome: 'failed' });
    expect(fenced).toMatchObject([{ code: 'stale_attempt' }]);
    expect(client.received).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves the spool to the next worker when it may not wait for the server any longer', async () => {
    const delivery = await deliver();
    client.answer = () => {
      abandon.abort();
      throw new HeldoutError('server_unreachable', 'The server does not answer.');
    };
    delivery.addPoints(1, 0, { 'train/loss': 1 });
    await delivery.finish({ outcome: 'released' });
    expect(await readdir(folder)).toHaveLength(1);
    const [left] = await Spool.recover(folder);
    expect(left?.pending.map(({ kind }) => kind)).toEqual(['report', 'finish']);
  });
});
