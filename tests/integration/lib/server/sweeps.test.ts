import { describe, expect, it } from 'vitest';
import { importCorpus, listCorpora } from '@/lib/server/corpora';
import { exportSweep } from '@/lib/server/exports';
import { finishRun } from '@/lib/server/reports';
import { createSweep, getSweep, listSweeps, previewSweep } from '@/lib/server/sweeps';
import { openTestServer, points, register, report, requireLease, smallSpec } from './harness';

async function* file(text: string) {
  // In pieces that cut characters apart, as a network does.
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += 7) yield bytes.subarray(start, start + 7);
}

describe('a preview', () => {
  it('shows variants with exact parameter counts, drops with reasons, and creates nothing', async () => {
    openTestServer();
    const preview = await previewSweep({ ...smallSpec, factors: { dModel: [16, 32], heads: [2, 3] } });
    expect(preview.variants.map(({ levels }) => levels)).toEqual([
      { dModel: 16, heads: 2 },
      { dModel: 32, heads: 2 },
    ]);
    const [small, large] = preview.variants.map(({ parameterCount }) => parameterCount);
    expect(large).toBeGreaterThan(2 * (small ?? 0));
    expect(preview.dropped).toHaveLength(2);
    expect(preview.dropped[0]?.reason).toContain('heads 3 does not divide d_model 16');
    expect(preview.runCount).toBe(4);
    expect(listSweeps()).toEqual([]);
  });

  it('reads YAML', async () => {
    openTestServer();
    const text = 'name: from yaml\ncorpus: phrasebook\nfactors: {heads: [1, 2]}\n';
    expect(await previewSweep(text)).toMatchObject({ spec: { name: 'from yaml' }, runCount: 2 });
  });

  it('names the corpora there are where it asks for another', async () => {
    openTestServer();
    await expect(previewSweep({ ...smallSpec, corpus: 'tatoeba' })).rejects.toThrow(
      expect.objectContaining({
        code: 'invalid_sweep',
        path: 'corpus',
        message: expect.stringContaining('phrasebook'),
      }),
    );
  });
});

describe('creating a sweep', () => {
  it('creates nothing where the spec is refused', async () => {
    openTestServer();
    await expect(createSweep({ ...smallSpec, factors: { heads: [] } })).rejects.toThrow('no levels');
    await expect(createSweep({ ...smallSpec, split: { test: 0.5, validation: 0.5 } })).rejects.toThrow(
      'Splitting',
    );
    expect(listSweeps()).toEqual([]);
  });
});

describe('importing a corpus', () => {
  it('stores it under a name of its own, with its licence and what was left out', async () => {
    openTestServer();
    const licence = 'CC-BY 2.0 (France)';
    const text = `\uFEFFHi.\t你好。\t${licence} Attribution: tatoeba.org #1\r\n\r\nGo.\t去。\t${licence} Attribution: tatoeba.org #2`;
    const { corpus, isNew } = await importCorpus(file(text), { name: 'Phrasebook' });
    expect(isNew).toBe(true);
    expect(corpus).toMatchObject({
      slug: 'phrasebook-2',
      pairCount: 2,
      licence,
      generated: false,
      removed: { 'blank lines': 1 },
    });
  });

  it('gives the corpus that is there for the same sentences', async () => {
    openTestServer();
    const first = await importCorpus(file('Hi.\t你好。\n'), { name: 'one' });
    const second = await importCorpus(file('Hi.\t你好。\r\n\n'), { name: 'two' });
    expect(second).toMatchObject({ corpus: first.corpus, isNew: false });
    expect(listCorpora()).toHaveLength(3);
  });

  it('keeps nothing of a file that is refused', async () => {
    openTestServer();
    await expect(importCorpus(file('Hi.\t你好。\nGo.\n'), { name: 'bad' })).rejects.toMatchObject({
      code: 'invalid_corpus',
      message: expect.stringContaining('line 2'),
    });
    await expect(importCorpus(file('Hi.\t你好。\n'), { name: ' ' })).rejects.toMatchObject({ path: 'name' });
    expect(listCorpora()).toHaveLength(2);
  });
});

describe('an export', () => {
  it('has one row a run: factors, seed, scores at the best step and last, facts', async () => {
    const { clock } = openTestServer();
    const { sweep } = await createSweep({ ...smallSpec, name: '=two, sizes', seeds: [1] });
    const run = await requireLease(register());
    report(run, 1, {
      progress: { step: 10, totalSteps: 20, epoch: 1, totalEpochs: 2 },
      points: [
        points('validation/loss', { 5: 2, 20: Number.POSITIVE_INFINITY }),
        points('test/bleu', { 5: 30.25, 20: 20 }),
      ],
    });
    clock.ms += 1500;
    finishRun(run.runId, { ...run, outcome: 'finished' });

    const { filename, contentType, body } = exportSweep(sweep.id, 'json');
    expect(filename).toBe(`two-sizes-${sweep.id}.json`);
    expect(contentType).toContain('application/json');
    const { rows } = JSON.parse(body);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      'factor:heads': 1,
      seed: 1,
      state: 'finished',
      parameters: getSweep(sweep.id).runs[0]?.parameterCount,
      bestEpoch: 0.5,
      bestStep: 5,
      'validation/loss': 2,
      'validation/loss@last': 'Infinity',
      'test/bleu': 30.25,
      'test/bleu@last': 20,
      'train/loss': null,
      durationSeconds: 1.5,
      corpus: 'phrasebook',
    });

    const [heading = '', first = '', ...rest] = exportSweep(sweep.id, 'csv').body.split('\r\n');
    expect(heading).toMatch(
      /^sweep,sweepId,runId,variant,heads,seed,state,parameters,bestEpoch,bestStep,train\/loss,/,
    );
    expect(first).toMatch(/^"'=two, sizes",/);
    expect(first).toContain(',30.25,');
    expect(rest).toHaveLength(2);
  });
});
