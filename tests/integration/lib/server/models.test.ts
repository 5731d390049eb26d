import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GET, PUT } from '@/app/api/v1/runs/[id]/models/[moment]/route';
import { errorResponseSchema } from '@/lib/domain/api';
import type { LeasedRun } from '@/lib/domain/protocol';
import type { ServerContext } from '@/lib/server/context';
import { checkDataDirectory } from '@/lib/server/integrity';
import { listModels, receiveModel } from '@/lib/server/models';
import { finishRun } from '@/lib/server/reports';
import { getRun } from '@/lib/server/runs';
import { closeServer } from '@/lib/server/server';
import { rerunRun } from '@/lib/server/sweepActions';
import { createSweep } from '@/lib/server/sweeps';
import { call } from '../../app/api/call';
import { openTestServer, register, report, requireLease, smallSpec } from './harness';

const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const filesIn = ({ home }: ServerContext) => {
  const folder = join(home, 'models');
  return existsSync(folder) ? readdirSync(folder) : [];
};

async function* inPieces(bytes: Buffer, onPiece: () => Promise<void> | void = () => undefined) {
  for (let at = 0; at < bytes.length; at += 4) {
    yield bytes.subarray(at, at + 4);
    await onPiece();
  }
}

function send(run: LeasedRun, bytes: Buffer, changed: object = {}, onPiece?: () => Promise<void>) {
  const { attempt, leaseToken } = run;
  const model = { moment: 'best' as const, attempt, leaseToken, step: 30, epoch: 1.5 };
  const announced = { ...model, bytes: bytes.length, sha256: sha256Of(bytes), ...changed };
  return receiveModel(run.runId, announced, inPieces(bytes, onPiece));
}

const one = Buffer.from('the parameters of one run');
const other = Buffer.from('the parameters of another');

async function leasedRun(settings: object = {}) {
  const { context, clock } = openTestServer();
  await createSweep({ ...smallSpec, factors: {}, ...settings });
  const worker = register();
  const run = await requireLease(worker);
  report(run, 1);
  return { context, clock, worker, run };
}

describe('keeping a model', () => {
  it('stores the file and its row, and changes nothing when it is sent again', async () => {
    const { context, clock, run } = await leasedRun();
    await send(run, one);
    const row = {
      moment: 'best',
      step: 30,
      epoch: 1.5,
      sha256: sha256Of(one),
      bytes: one.length,
      createdAtMs: clock.ms,
    };
    expect(getRun(run.runId).models).toEqual([row]);
    clock.ms += 5000;
    await send(run, one);
    expect(listModels(run.runId)).toEqual([row]);
    expect(filesIn(context)).toEqual([`${sha256Of(one)}.safetensors`]);
  });

  it('refuses an attempt that does not hold the lease, before and after the file has come', async () => {
    const { context, clock, worker, run } = await leasedRun({ seeds: [1] });
    let passed = false;
    // While the file comes, the lease passes to another.
    const late = send(run, one, {}, async () => {
      if (passed) return;
      passed = true;
      clock.ms += context.leaseTtlMs;
      await requireLease(worker);
    });
    await expect(late).rejects.toMatchObject({ code: 'stale_attempt' });
    await expect(send(run, one)).rejects.toMatchObject({ code: 'stale_attempt' });
    expect(filesIn(context)).toEqual([]);
    expect(listModels(run.runId)).toEqual([]);
  });

  it.each([
    ['a file that is cut', { bytes: one.length + 1 }, 'invalid_input'],
    ['a file that goes on', { bytes: one.length - 1 }, 'invalid_input'],
    ['another file than announced', { sha256: 'a'.repeat(64) }, 'checksum_mismatch'],
    ['a file that the disk has no room for', { bytes: 2 ** 60 }, 'storage_full'],
  ])('refuses %s and leaves nothing of it', async (_what, changed, code) => {
    const { context, run } = await leasedRun();
    await expect(send(run, one, changed)).rejects.toMatchObject({ code });
    expect(filesIn(context)).toEqual([]);
    expect(listModels(run.runId)).toEqual([]);
  });

  it('removes the file when the run is trained again, unless another run has the same', async () => {
    const { context, worker, run } = await leasedRun();
    await send(run, one);
    finishRun(run.runId, { attempt: run.attempt, leaseToken: run.leaseToken, outcome: 'finished' });
    const second = await requireLease(worker);
    report(second, 1);
    await send(second, one);
    finishRun(second.runId, { ...second, outcome: 'finished' });
    const names = () => filesIn(context).map((name) => name.slice(0, 8));
    for (const { runId } of [run, second]) {
      expect(names()).toEqual([sha256Of(one).slice(0, 8)]);
      rerunRun(runId);
      const again = await requireLease(worker);
      expect(again.runId).toBe(runId);
      expect(listModels(runId)).toHaveLength(1);
      report(again, 1);
      expect(listModels(runId)).toEqual([]);
      finishRun(runId, { attempt: again.attempt, leaseToken: again.leaseToken, outcome: 'cancelled' });
    }
    expect(names()).toEqual([]);
  });

  it('removes the file that a later one takes the place of', async () => {
    const { context, run } = await leasedRun();
    await send(run, one);
    await send(run, other);
    expect(filesIn(context)).toEqual([`${sha256Of(other)}.safetensors`]);
  });

  it('removes what a server that was killed in between has left', async () => {
    const { context, run } = await leasedRun();
    await send(run, one);
    writeFileSync(join(context.home, 'models', '.receiving-x'), 'part');
    closeServer();
    openTestServer({ home: context.home });
    expect(filesIn(context)).toEqual([`${sha256Of(one)}.safetensors`]);
  });

  it('is looked at by the check of the data directory', async () => {
    const { context, run } = await leasedRun();
    await send(run, one);
    const check = async () => (await checkDataDirectory()).find(({ name }) => name === 'model files');
    writeFileSync(join(context.home, 'models', `${'b'.repeat(64)}.safetensors`), 'unused');
    expect(await check()).toMatchObject({ ok: true, detail: expect.stringContaining('1 files in models/') });
    rmSync(join(context.home, 'models', `${sha256Of(one)}.safetensors`));
    expect(await check()).toMatchObject({ ok: false, detail: expect.stringContaining('is missing') });
  });
});

describe('/api/v1/runs/:id/models/:moment', () => {
  const path = (run: LeasedRun, query = '') => `/api/v1/runs/${run.runId}/models/best${query}`;
  const codeOf = async (response: Response) => errorResponseSchema.parse(await response.json()).error.code;

  function put(context: ServerContext, run: LeasedRun, headers: Record<string, string>, query?: string) {
    const { attempt, leaseToken } = run;
    const asked = query ?? `?attempt=${attempt}&leaseToken=${leaseToken}&step=30&epoch=1.5`;
    return call(PUT, {
      method: 'PUT',
      path: path(run, asked),
      params: { id: run.runId, moment: 'best' },
      headers: { authorization: `Bearer ${context.tokens.worker}`, ...headers },
      body: new Uint8Array(one),
    });
  }
  const headers = { 'content-length': String(one.length), 'x-sha256': sha256Of(one) };
  const get = (context: ServerContext, run: LeasedRun, more: Record<string, string> = {}) =>
    call(GET, {
      path: path(run),
      params: { id: run.runId, moment: 'best' },
      headers: { authorization: `Bearer ${context.tokens.admin}`, ...more },
    });

  it('takes a file from the worker and gives it to a person', async () => {
    const { context, run } = await leasedRun();
    expect((await put(context, run, headers)).status).toBe(200);
    const answer = await get(context, run);
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="${run.runId}-best.safetensors"`,
    );
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(one);
    const etag = answer.headers.get('etag') ?? '';
    expect((await get(context, run, { 'if-none-match': etag })).status).toBe(304);
  });

  it('refuses what is announced badly, and a moment that there is none of', async () => {
    const { context, run } = await leasedRun();
    const { 'x-sha256': _hash, ...withoutHash } = headers;
    expect(await codeOf(await put(context, run, withoutHash))).toBe('invalid_input');
    expect(await codeOf(await put(context, run, headers, '?attempt=1'))).toBe('invalid_input');
    expect((await put(context, { ...run, leaseToken: 'other' }, headers)).status).toBe(409);
    const never = await call(GET, {
      path: path(run),
      params: { id: run.runId, moment: 'never' },
      headers: { authorization: `Bearer ${context.tokens.admin}` },
    });
    expect(await codeOf(never)).toBe('not_found');
  });

  it('says why there is none', async () => {
    const { context, run } = await leasedRun();
    const messageOf = async () =>
      errorResponseSchema.parse(await (await get(context, run)).json()).error.message;
    expect(await messageOf()).toContain('it is running, and a model comes at the end');
    finishRun(run.runId, { attempt: run.attempt, leaseToken: run.leaseToken, outcome: 'finished' });
    expect(await messageOf()).toContain('its log says why');
  });

  it('says so where the sweep keeps none, and where the file has gone', async () => {
    const { context, run } = await leasedRun({ keep: { models: 'none' } });
    expect(run.keep).toEqual({ models: 'none' });
    const none = errorResponseSchema.parse(await (await get(context, run)).json());
    expect(none.error.message).toContain('its sweep keeps none');
    await send(run, one);
    rmSync(join(context.home, 'models', `${sha256Of(one)}.safetensors`));
    expect((await get(context, run)).status).toBe(503);
  });
});
