import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readModelFile } from '@/lib/data/modelFile';
import { logsResponseSchema, runDetailSchema } from '@/lib/domain/api';
import { type TranslateRequest, translateResponseSchema } from '@/lib/domain/translate';
import { readTokens } from '@/workers/cli/home';
import { FaultServer } from '../../faults/serverControl';
import { leaseOf, startProtocolServer, startWorker, temporaryHome } from './harness';

const spec = {
  name: 'kept models',
  corpus: 'phrasebook',
  split: { seed: 1, validation: 6, test: 6 },
  base: {
    dModel: 16,
    heads: 2,
    epochs: 3,
    maxLength: 12,
    batchTokens: 64,
    warmupSteps: 4,
    learningRate: 0.005,
  },
  seeds: [1],
};

class Dashboard {
  readonly #server: FaultServer;

  constructor(server: FaultServer) {
    this.#server = server;
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const authorization = `Bearer ${readTokens(this.#server.home)?.admin}`;
    return fetch(`${this.#server.url}/api/v1/${path}`, {
      ...init,
      headers: { authorization, 'content-type': 'application/json', ...init.headers },
    });
  }

  async translate(runId: string, request: Partial<TranslateRequest>) {
    const body = JSON.stringify(request);
    const response = await this.fetch(`runs/${runId}/translate`, { method: 'POST', body });
    return translateResponseSchema.parse(await response.json());
  }
}

describe('the model of a run that a worker has trained', () => {
  it('is at the server, is the best step’s, and translates as the run did', async () => {
    const server = await FaultServer.start({ home: await temporaryHome() });
    const { sweep } = await server.client.createSweep(spec);
    const workerHome = await temporaryHome();
    const worker = startWorker({ serverUrl: server.url, home: workerHome, token: server.workerToken });
    const dashboard = new Dashboard(server);
    let runId = '';
    await expect
      .poll(
        async () => {
          const { runs } = await server.client.getSweep(sweep.id);
          runId = runs[0]?.id ?? '';
          return runs[0]?.state;
        },
        { timeout: 60_000, interval: 200 },
      )
      .toBe('finished');
    await worker.stop();
    expect(existsSync(join(workerHome, 'checkpoints', runId))).toBe(false);

    const detail = runDetailSchema.parse(await (await dashboard.fetch(`runs/${runId}`)).json());
    const [model] = detail.models;
    expect(detail.models).toMatchObject([{ moment: 'best', step: detail.run.result?.bestStep }]);
    expect(readdirSync(join(server.home, 'models'))).toEqual([`${model?.sha256}.safetensors`]);
    const { logs } = logsResponseSchema.parse(await (await dashboard.fetch(`runs/${runId}/logs`)).json());
    expect(logs.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^The parameters of step .*are kept/),
    );

    const file = await dashboard.fetch(`runs/${runId}/models/best`);
    expect(file.headers.get('etag')).toBe(`"${model?.sha256}"`);
    const bytes = new Uint8Array(await file.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(model?.sha256);
    expect(readModelFile(bytes, 'the answer').header).toMatchObject({ runId, step: model?.step });
    const same = await dashboard.fetch(`runs/${runId}/models/best`, {
      headers: { 'if-none-match': `"${model?.sha256}"` },
    });
    expect(same.status).toBe(304);

    const { sentences } = await server.client.getHypotheses(runId, 'best');
    expect(sentences).toHaveLength(6);
    for (const { source, hypothesis } of sentences) {
      const { candidates, step } = await dashboard.translate(runId, { text: source });
      expect(candidates.map(({ text }) => text)).toEqual([hypothesis]);
      expect(step).toBe(model?.step);
    }
    const [first] = sentences;
    const looked = await dashboard.translate(runId, {
      text: first?.source ?? '',
      beamWidth: 4,
      attention: true,
    });
    expect(looked.candidates.length).toBeGreaterThan(1);
    expect(looked.attention?.encoderSelf[0]?.[0]).toHaveLength(looked.sourceTokens.length);
    expect(looked.attention?.cross[0]?.[1]).toHaveLength(looked.decoderTokens.length);
    const blank = await dashboard.fetch(`runs/${runId}/translate`, { method: 'POST', body: '{"text":"  "}' });
    expect(blank.status).toBe(400);
    expect(await blank.json()).toMatchObject({ error: { code: 'invalid_input', path: 'text' } });
  });

  it('is not missed by a server that knows of no models', async () => {
    const server = await startProtocolServer();
    server.keepsModels = false;
    server.enqueue(leaseOf(server));
    const worker = startWorker({ serverUrl: server.url, home: await temporaryHome() });
    await server.until(() => server.finishes.length > 0);
    await worker.stop();
    expect(server.finishes).toMatchObject([{ outcome: 'finished' }]);
    const texts = server.reports.flatMap(({ logs }) => logs.map(({ text }) => text));
    expect(texts.at(-1)).toMatch(/are not kept\. .*an older one keeps no models/);
    expect(server.problems).toEqual([]);
  });

  it('is not made where the sweep keeps none', async () => {
    const server = await startProtocolServer();
    server.enqueue({ ...leaseOf(server), keep: { models: 'none' } });
    const worker = startWorker({ serverUrl: server.url, home: await temporaryHome() });
    await server.until(() => server.finishes.length > 0);
    await worker.stop();
    expect(server.models).toEqual([]);
  });
});
