import { describe, expect, it } from 'vitest';
import { createEngine } from '@/lib/engine/engine';
import { longestOfEach } from '@/lib/model/decodeShapes';
import { checkReplicaBatches, commonModel, partsByName, stackedByName } from '@/lib/model/replicas';
import { createReplicaTraining } from '@/lib/model/replicaTraining';
import type { TokenBatch } from '@/lib/model/tokenBatch';
import { benchOptimizer, fullBatch, studyModel } from '@/workers/cli/benchModel';

const model = { ...studyModel(8, 1), sourceVocab: 12, targetVocab: 11 };

describe('replicas share one graph', () => {
  it('of a model with dropout where one of them has it', () => {
    const models = [0, 0.2, 0.1].map((dropout) => ({ ...model, dropout }));
    expect(commonModel(models)).toEqual({ ...model, dropout: 0.2 });
  });

  it('unless they differ in what the graph depends on, which is named', () => {
    expect(() => commonModel([model, { ...model, heads: 4, positions: 'sinusoidal' }])).toThrow(
      /heads, positions/,
    );
    expect(() => commonModel([])).toThrow(expect.objectContaining({ code: 'invalid_config' }));
  });

  it('and so batches of one shape, one each', () => {
    const batch = (rows: number): TokenBatch => fullBatch(model, { rows, sourceLength: 3, targetLength: 3 });
    checkReplicaBatches([batch(2), batch(2)], 2);
    expect(() => checkReplicaBatches([batch(2), batch(4)], 2)).toThrow(/2 x 3 \+ 3.*4 x 3 \+ 3/);
    expect(() => checkReplicaBatches([batch(2)], 2)).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
    const fewer = { ...batch(2), targets: 4 };
    expect(() => checkReplicaBatches([batch(2), fewer], 2)).toThrow('4 targets');
  });

  it('whose feeds lie one after the other', () => {
    const feeds = [
      { ids: Int32Array.of(1, 2), x: Float32Array.of(0.5) },
      { x: Float32Array.of(1.5), ids: Int32Array.of(3, 4) },
    ];
    expect(stackedByName(feeds)).toEqual({ ids: Int32Array.of(1, 2, 3, 4), x: Float32Array.of(0.5, 1.5) });
  });

  it('and whose outputs are taken apart again', () => {
    const all = { ids: Int32Array.of(1, 2, 3, 4), x: Float32Array.of(0.5, 1.5) };
    const parts = partsByName(all, 2);
    expect(parts).toEqual([
      { ids: Int32Array.of(1, 2), x: Float32Array.of(0.5) },
      { ids: Int32Array.of(3, 4), x: Float32Array.of(1.5) },
    ]);
    expect(stackedByName(parts)).toEqual(all);
  });

  it('and plan their sentences by the longest in each place, also where one has none', () => {
    const sources = [[3, 1], [2, 4], []].map((own) => own.map((length) => new Int32Array(length)));
    expect(longestOfEach(sources)).toEqual([{ length: 3 }, { length: 4 }]);
  });

  it('on an engine that has them', async () => {
    const engine = await createEngine({ id: 'tfjs-cpu', threads: 1 });
    if (engine.memory !== 'device') throw new TypeError('tfjs-cpu keeps its states');
    await expect(createReplicaTraining(engine, [{ model, seed: 1 }], benchOptimizer)).rejects.toMatchObject({
      code: 'unsupported_kernel',
      message: expect.stringContaining('tfjs-cpu'),
    });
  });
});
