import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { GET as readCorpusFile } from '@/app/api/v1/corpora/[id]/file/route';
import { POST as importCorpus } from '@/app/api/v1/corpora/route';
import { GET as readHealth } from '@/app/api/v1/health/route';
import { GET as readRunCurves } from '@/app/api/v1/runs/[id]/curves/route';
import { POST as finish } from '@/app/api/v1/runs/[id]/finish/route';
import { POST as report } from '@/app/api/v1/runs/[id]/report/route';
import { GET as readRun } from '@/app/api/v1/runs/[id]/route';
import { GET as readSamples } from '@/app/api/v1/runs/[id]/samples/route';
import { POST as cancel } from '@/app/api/v1/sweeps/[id]/cancel/route';
import { GET as readCurves } from '@/app/api/v1/sweeps/[id]/curves/route';
import { GET as exportSweep } from '@/app/api/v1/sweeps/[id]/export/route';
import { GET as readSweep } from '@/app/api/v1/sweeps/[id]/route';
import { POST as preview } from '@/app/api/v1/sweeps/preview/route';
import { POST as createSweep } from '@/app/api/v1/sweeps/route';
import { POST as lease } from '@/app/api/v1/workers/lease/route';
import { POST as register } from '@/app/api/v1/workers/register/route';
import { decodePairs, fingerprintOf } from '@/lib/data/canonical';
import {
  curvesResponseSchema,
  errorResponseSchema,
  previewResponseSchema,
  runDetailSchema,
  samplesResponseSchema,
  sweepDetailSchema,
} from '@/lib/domain/api';
import { corpusSchema } from '@/lib/domain/corpus';
import { leaseResponseSchema, registerResponseSchema, reportResponseSchema } from '@/lib/domain/protocol';
import { openTestServer, smallSpec, temporaryHome } from '../../lib/server/harness';
import { call } from './call';

function callers() {
  const { context } = openTestServer();
  const as = (token: string) => ({
    get: (handler: unknown, path: string, id = '') =>
      call(handler, { path, params: { id }, headers: { authorization: `Bearer ${token}` } }),
    post: (handler: unknown, body: unknown, id = '', type = 'application/json') =>
      call(handler, {
        method: 'POST',
        path: '/?name=my+file',
        params: { id },
        headers: { authorization: `Bearer ${token}`, 'content-type': type },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  });
  return { person: as(context.tokens.admin), worker: as(context.tokens.worker) };
}

async function refusalOf(response: Response) {
  return { status: response.status, ...errorResponseSchema.parse(await response.json()).error };
}

describe('the API', () => {
  it('takes a sweep from its preview to its export', async () => {
    const { person, worker } = callers();
    const imported = await person.post(
      importCorpus,
      Array.from({ length: 60 }, (_, i) => `I have ${i} dogs.\t我有${i}只狗。\n`).join(''),
      '',
      'application/octet-stream',
    );
    expect(imported.status).toBe(201);
    const corpus = corpusSchema.parse(await imported.json());
    const spec = { ...smallSpec, corpus: corpus.slug, factors: {}, seeds: [7] };
    const { runCount } = previewResponseSchema.parse(await (await person.post(preview, spec)).json());
    expect(runCount).toBe(1);
    const created = await person.post(createSweep, spec);
    expect(created.status).toBe(201);
    const { sweep } = sweepDetailSchema.parse(await created.json());

    const machine = { name: 'w', hostname: 'h', pid: 1, engine: 'e', device: 'd', threads: 1, version: '0' };
    const { workerId } = registerResponseSchema.parse(await (await worker.post(register, machine)).json());
    const leased = leaseResponseSchema.parse(
      await (await worker.post(lease, { workerId, waitMs: 0 })).json(),
    );
    if (!leased.run) throw new Error('expected a run');
    const { runId, attempt, leaseToken } = leased.run;
    const file = Buffer.from(await (await worker.get(readCorpusFile, '/', corpus.id)).arrayBuffer());
    expect(fingerprintOf(file)).toBe(leased.run.corpus.fingerprint);
    expect(decodePairs(file)).toHaveLength(60);

    const body = {
      attempt,
      leaseToken,
      sequence: 1,
      points: [{ metric: 'validation/loss', steps: [1, 2], values: [2.5, 'NaN'], timesMs: [1, 2] }],
      samples: [
        { step: 2, epoch: 1, split: 'test', items: [{ source: 'a', references: ['b'], hypothesis: 'c' }] },
      ],
    };
    const answer = reportResponseSchema.parse(await (await worker.post(report, body, runId)).json());
    expect(answer).toEqual({ command: 'continue', leaseExpiresInMs: 30_000 });
    expect((await worker.post(finish, { attempt, leaseToken, outcome: 'finished' }, runId)).status).toBe(200);
    expect(await refusalOf(await worker.post(report, { ...body, sequence: 2 }, runId))).toMatchObject({
      status: 409,
      code: 'stale_attempt',
    });

    const { run } = runDetailSchema.parse(await (await person.get(readRun, '/', runId)).json());
    expect(run).toMatchObject({
      state: 'finished',
      result: { bestStep: 1, last: { 'validation/loss': Number.NaN } },
    });
    const curves = [
      await person.get(readCurves, '/?metrics=validation/loss', sweep.id),
      await person.get(readRunCurves, '/', runId),
    ];
    for (const response of curves) {
      expect(curvesResponseSchema.parse(await response.json()).runs[0]?.curves).toEqual([
        { metric: 'validation/loss', steps: [1, 2], values: [2.5, Number.NaN], total: 2, shown: 2 },
      ]);
    }
    const { samples } = samplesResponseSchema.parse(await (await person.get(readSamples, '/', runId)).json());
    expect(samples).toEqual(body.samples);
    expect(sweepDetailSchema.parse(await (await person.post(cancel, {}, sweep.id)).json()).sweep.state).toBe(
      'finished',
    );
    const csv = await person.get(exportSweep, '/?format=csv', sweep.id);
    expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="two-sizes-\w+\.csv"$/);
    expect((await csv.text()).trim().split('\r\n')).toHaveLength(2);
  });

  it('reads sweep specs in YAML', async () => {
    const { person } = callers();
    const text = 'name: y\ncorpus: phrasebook\nseeds: [1]\nfactors: {heads: [1, 2]}\n';
    expect((await person.post(createSweep, text, '', 'application/yaml')).status).toBe(201);
  });

  it('answers every kind of bad input with its place, its value and a status', async () => {
    const { person, worker } = callers();
    expect(await refusalOf(await person.post(createSweep, '{'))).toMatchObject({
      status: 400,
      code: 'invalid_input',
    });
    expect(
      await refusalOf(await person.post(createSweep, { ...smallSpec, factors: { heads: [] } })),
    ).toMatchObject({ status: 400, code: 'invalid_sweep', path: 'factors.heads' });
    expect(await refusalOf(await person.get(readSweep, '/', 'none'))).toMatchObject({
      status: 404,
      code: 'not_found',
    });
    expect(await refusalOf(await worker.post(lease, { workerId: 'w', waitMs: -5 }))).toMatchObject({
      status: 400,
      path: 'waitMs',
      message: expect.stringContaining('got -5'),
    });
    expect(await refusalOf(await worker.post(register, '"'.padEnd(9 * 2 ** 20, 'x')))).toMatchObject({
      status: 413,
      code: 'payload_too_large',
    });
    const line = 'x'.repeat(2 ** 20);
    expect(
      await refusalOf(await person.post(importCorpus, line, '', 'application/octet-stream')),
    ).toMatchObject({
      status: 400,
      code: 'invalid_corpus',
      message: expect.stringContaining('choose the form'),
    });
    expect(await refusalOf(await person.get(exportSweep, '/?format=xls', 'none'))).toMatchObject({
      path: 'format',
    });
    expect(await refusalOf(await person.get(readRunCurves, '/?buckets=0', 'none'))).toMatchObject({
      path: 'buckets',
    });
  });

  it('says by its health whether the data directory can be used', async () => {
    const { context } = openTestServer();
    const healthy = await call(readHealth, { path: '/api/v1/health' });
    const text = await healthy.text();
    expect(JSON.parse(text)).toMatchObject({ ok: true });
    expect(text, 'whoever asks needs no credentials').not.toContain(context.home);
  });
});

describe('health', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('is 503 with the reason where the data directory cannot be used', async () => {
    const file = `${temporaryHome()}/file`;
    writeFileSync(file, '');
    vi.stubEnv('HELDOUT_HOME', file);
    vi.spyOn(console, 'error').mockReturnValue();
    const answer = await refusalOf(await call(readHealth, { path: '/api/v1/health' }));
    expect(answer).toMatchObject({
      status: 503,
      code: 'storage_unavailable',
      message: expect.stringContaining(file),
    });
  });
});
