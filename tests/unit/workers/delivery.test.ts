import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ErrorCode, HeldoutError } from '@/lib/domain/errors';
import type { FinishRequest, KeptModel, Report } from '@/lib/domain/protocol';
import { Delivery, type DeliveryEvents } from '@/workers/delivery';
import type { ProtocolClient, RunOwner } from '@/workers/protocolClient';
import { Spool } from '@/workers/spool';

/** The server's side in memory; `answer` may refuse. */
class ReceivingClient implements Pick<ProtocolClient, 'report' | 'finish' | 'uploadModel' | 'isThere'> {
  readonly received: (Report | FinishRequest)[] = [];
  answer: () => void = () => undefined;
  /** Models that came whole; `takeModel` may refuse. */
  readonly models: string[] = [];
  takeModel: () => void = () => undefined;
  isUp = true;

  async report(_runId: string, report: Report) {
    this.answer();
    this.received.push(report);
    return { command: 'continue' as const, leaseExpiresInMs: 10_000 };
  }

  async finish(_runId: string, request: FinishRequest) {
    this.answer();
    this.received.push(request);
  }

  async uploadModel(_owner: RunOwner, { path }: KeptModel) {
    this.takeModel();
    this.models.push(path);
  }

  async isThere() {
    return this.isUp;
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

  describe('a model', () => {
    async function withModel(delivery: Delivery): Promise<KeptModel> {
      const path = join(folder, 'model-1.safetensors');
      await writeFile(path, 'parameters');
      const model: KeptModel = {
        moment: 'best',
        step: 30,
        epoch: 1.5,
        path,
        bytes: 10,
        sha256: 'a'.repeat(64),
      };
      delivery.addModel(model);
      return model;
    }
    const logs = () =>
      client.received.flatMap((request) =>
        'logs' in request ? request.logs.map(({ level, text }) => `${level}: ${text}`) : [],
      );

    it('is sent after the reports and before the end, and what became of it is told', async () => {
      const delivery = await deliver();
      delivery.addPoints(1, 10, { 'train/loss': 3 });
      const { path } = await withModel(delivery);
      expect(await delivery.finish({ outcome: 'finished' })).toBe(true);
      expect(client.models).toEqual([path]);
      expect(client.received).toMatchObject([
        { sequence: 1, points: [{ steps: [1] }] },
        { sequence: 2 },
        { outcome: 'finished' },
      ]);
      expect(logs()).toEqual(['info: The parameters of step 30, the best, are kept: 0.0 MB.']);
    });

    it('waits for a server that is away, and is sent once', async () => {
      const delivery = await deliver();
      let absences = 3;
      client.isUp = false;
      client.takeModel = () => {
        if (absences-- > 0) throw new HeldoutError('server_unreachable', 'The server does not answer.');
      };
      await withModel(delivery);
      let lostReports = 1;
      client.answer = () => {
        if (client.models.length > 0 && lostReports-- > 0)
          throw new HeldoutError('server_unreachable', 'The answer is lost.');
      };
      expect(await delivery.finish({ outcome: 'finished' })).toBe(true);
      expect(client.models).toHaveLength(1);
      expect(logs()).toHaveLength(1);
    });

    it.each<{ code: ErrorCode; tries: number }>([
      { code: 'storage_full', tries: 1 },
      { code: 'not_found', tries: 1 },
      { code: 'payload_too_large', tries: 1 },
      { code: 'internal', tries: 3 },
      { code: 'checksum_mismatch', tries: 3 },
      { code: 'server_unreachable', tries: 3 },
    ])('costs the model and not the run where the server refuses it: $code', async ({ code, tries }) => {
      const delivery = await deliver();
      let tried = 0;
      client.takeModel = () => {
        tried++;
        throw new HeldoutError(code, 'The server refused PUT: no.');
      };
      await withModel(delivery);
      expect(await delivery.finish({ outcome: 'finished' })).toBe(true);
      expect(tried).toBe(tries);
      expect(logs()).toMatchObject([
        expect.stringMatching(
          /^warn: The parameters of step 30, the best, are not kept\. The server refused/,
        ),
      ]);
      expect(fenced).toEqual([]);
      expect(client.received.at(-1)).toMatchObject({ outcome: 'finished' });
    });

    it('ends the attempt where another holds the lease', async () => {
      const delivery = await deliver();
      client.takeModel = () => {
        throw new HeldoutError('stale_attempt', 'attempt 1 no longer holds the lease');
      };
      await withModel(delivery);
      expect(await delivery.finish({ outcome: 'finished' })).toBe(false);
      expect(fenced).toMatchObject([{ code: 'stale_attempt' }]);
    });

    it('is left to the next worker with the rest of the spool, which sends it', async () => {
      const delivery = await deliver();
      client.isUp = false;
      client.takeModel = () => {
        abandon.abort();
        throw new HeldoutError('server_unreachable', 'The server does not answer.');
      };
      const { path } = await withModel(delivery);
      expect(await delivery.finish({ outcome: 'finished' })).toBe(false);
      const [spool] = await Spool.recover(folder);
      if (!spool) throw new Error('no spool was left');
      expect(spool.pending.map(({ kind }) => kind)).toEqual(['report', 'model', 'finish']);
      client.takeModel = () => undefined;
      const events: DeliveryEvents = {
        command: () => undefined,
        fenced: () => undefined,
        log: () => undefined,
      };
      const next = new Delivery({
        client,
        spool,
        events,
        now: () => nowMs,
        leaseTtlMs: Number.POSITIVE_INFINITY,
        abandon: new AbortController().signal,
      });
      expect(await next.resume()).toBe('finished');
      expect(client.models).toEqual([path]);
      expect(client.received.slice(-2)).toMatchObject([{ sequence: 2 }, { outcome: 'finished' }]);
    });

    it('is not kept where its file has gone', async () => {
      const delivery = await deliver();
      const { path } = await withModel(delivery);
      await rm(path);
      expect(await delivery.finish({ outcome: 'stopped' })).toBe(true);
      expect(client.models).toEqual([]);
      expect(logs()).toMatchObject([expect.stringMatching(/gone or damaged/)]);
    });
  });
});
