import { describe, expect, it } from 'vitest';
import { endId, type ModelConfig, startId } from '@/lib/model/config';
import type { OptimizerConfig } from '@/lib/model/optimizer';
import { RandomStream } from '@/lib/model/random';
import { createModelSession, type TokenBatch } from '@/lib/model/session';

const model: ModelConfig = {
  dModel: 16,
  heads: 2,
  encoderLayers: 1,
  decoderLayers: 2,
  dFf: 32,
  dropout: 0.1,
  positions: 'learned',
  normPlacement: 'pre',
  activation: 'gelu',
  scaleEmbedding: true,
  tieEmbeddings: true,
  labelSmoothing: 0.1,
  normEpsilon: 1e-6,
  initializer: 'glorot-uniform',
  sourceVocab: 12,
  targetVocab: 11,
  maxLength: 10,
};
const optimizer: OptimizerConfig = {
  kind: 'adamw',
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-9,
  weightDecay: 0.01,
  clipNorm: 1,
};
const open = (changes: Partial<ModelConfig> = {}, seed = 5, threads = 1) =>
  createModelSession({ model: { ...model, ...changes }, optimizer, seed, threads });

/** Pairs whose target repeats the source's ids, of several lengths, padded. */
function copyTask(rows: number, sourceLength: number): TokenBatch {
  const targetLength = sourceLength + 1;
  const source = new Int32Array(rows * sourceLength);
  const target = new Int32Array(rows * (targetLength + 1));
  const draws = new Uint32Array(rows * sourceLength);
  new RandomStream(3, 'task').fillWords(draws);
  for (let row = 0; row < rows; row += 1) {
    const length = Math.max(1, sourceLength - (row % 3));
    const ids = [...draws.subarray(row * sourceLength, row * sourceLength + length)].map(
      (draw) => 4 + (draw % 7),
    );
    source.set(ids, row * sourceLength);
    target.set([startId, ...ids, endId], row * (targetLength + 1));
  }
  return { source, target, rows, sourceLength, targetLength };
}

describe('training', () => {
  it.each([1, 2])('gives the same curve for the same seed, bit for bit, on %i threads', async (threads) => {
    const batch = copyTask(4, 5);
    const runs = await Promise.all(
      [1, 2].map(async () => {
        const session = await open({}, 5, threads);
        const losses = [];
        for (let step = 0; step < 4; step += 1) losses.push(await session.trainStep(batch, step, 1e-2));
        const state = await session.exportState();
        await session.dispose();
        return { losses, state };
      }),
    );
    expect(runs[0]).toEqual(runs[1]);
  });

  it('differs for another seed', async () => {
    const batch = copyTask(4, 5);
    const [first, second] = await Promise.all([open({}, 1), open({}, 2)]);
    expect(await first.trainStep(batch, 0, 0)).not.toEqual(await second.trainStep(batch, 0, 0));
    await Promise.all([first.dispose(), second.dispose()]);
  });

  it('continues bit for bit from an exported state in another session', async () => {
    const batch = copyTask(4, 5);
    const whole = await open();
    for (let step = 0; step < 2; step += 1) await whole.trainStep(batch, step, 1e-2);
    const state = await whole.exportState();
    const resumed = await open({}, 5);
    await resumed.importState(state);
    for (let step = 2; step < 4; step += 1) {
      expect(await resumed.trainStep(batch, step, 1e-2)).toEqual(await whole.trainStep(batch, step, 1e-2));
    }
    expect(await resumed.exportState()).toEqual(await whole.exportState());
    expect(state.step).toBe(2);
    await Promise.all([whole.dispose(), resumed.dispose()]);
  });

  it('learns a batch by heart, and then decodes it', async () => {
    const batch = copyTask(6, 5);
    const session = await open({ dropout: 0, labelSmoothing: 0 });
    for (let step = 0; step < 250; step += 1) await session.trainStep(batch, step, 5e-3);
    const { lossSum, correct, targetTokens } = await session.evaluate(batch);
    expect(lossSum / targetTokens).toBeLessThan(0.02);
    expect(correct).toBe(targetTokens);
    const sources = Array.from({ length: batch.rows }, (_, row) =>
      batch.source.slice(row * batch.sourceLength, (row + 1) * batch.sourceLength).filter((id) => id !== 0),
    );
    expect(await session.greedyDecode(sources, 8)).toEqual(sources.map((ids) => [...ids]));
    await session.dispose();
  });

  it('names a step that diverged and leaves the parameters as they were', async () => {
    const session = await open();
    const state = await session.exportState();
    state.tensors['parameters/decoder.embedding']?.values.fill(Number.NaN);
    await session.importState(state);
    await expect(session.trainStep(copyTask(2, 3), 17, 1e-2)).rejects.toMatchObject({
      code: 'diverged',
      message: expect.stringContaining('step 17'),
    });
    expect(await session.exportState()).toEqual(state);
    await session.dispose();
  });
});

describe('padding', () => {
  it('changes neither the loss nor what is counted', async () => {
    const session = await open({ dropout: 0 });
    const narrow = copyTask(3, 4);
    const wide = { ...narrow, rows: 5, sourceLength: 6, targetLength: 8 };
    wide.source = new Int32Array(5 * 6);
    wide.target = new Int32Array(5 * 9);
    for (let row = 0; row < 3; row += 1) {
      wide.source.set(narrow.source.subarray(row * 4, row * 4 + 4), row * 6);
      wide.target.set(narrow.target.subarray(row * 6, row * 6 + 6), row * 9);
    }
    const expected = await session.evaluate(narrow);
    const actual = await session.evaluate(wide);
    expect(actual.lossSum).toBeCloseTo(expected.lossSum, 4);
    expect({ ...actual, lossSum: 0 }).toEqual({ ...expected, lossSum: 0 });
    const [trained, padded] = [await session.trainStep(narrow, 0, 0), await session.trainStep(wide, 0, 0)];
    expect(padded.loss).toBeCloseTo(trained.loss, 5);
    expect(padded.gradientNorm).toBeCloseTo(trained.gradientNorm, 4);
    expect(padded.targetTokens).toBe(trained.targetTokens);
    await session.dispose();
  });
});

describe('greedyDecode', () => {
  it('does not depend on the other sentences, their number or their order', async () => {
    const session = await open({ initializer: 'normal-0.02', tieEmbeddings: false });
    for (let step = 0; step < 20; step += 1) await session.trainStep(copyTask(8, 5), step, 1e-2);
    const sources = Array.from({ length: 70 }, (_, index) =>
      Int32Array.from({ length: 1 + (index % 9) }, (_, at) => 4 + ((index * 3 + at * 5) % 8)),
    );
    const together = await session.greedyDecode(sources, 9);
    for (const index of [0, 33, 69]) {
      expect(await session.greedyDecode([sources[index] ?? new Int32Array()], 9)).toEqual([together[index]]);
    }
    expect(await session.greedyDecode(sources.toReversed(), 9)).toEqual(together.toReversed());
    await session.dispose();
  });

  it('agrees with choosing token after token without a cache', async () => {
    const session = await open();
    for (let step = 0; step < 10; step += 1) await session.trainStep(copyTask(8, 5), step, 1e-2);
    const source = Int32Array.of(4, 9, 5);
    const [decoded = []] = await session.greedyDecode([source], 6);
    // A token is the greedy choice if evaluating the prefix with it counts every position as right.
    const target = Int32Array.from([startId, ...decoded]);
    const { correct, targetTokens } = await session.evaluate({
      source,
      target,
      rows: 1,
      sourceLength: source.length,
      targetLength: target.length - 1,
    });
    expect(decoded.length).toBeGreaterThan(0);
    expect(correct).toBe(targetTokens);
    await session.dispose();
  });

  it('returns nothing for no sentences', async () => {
    const session = await open();
    expect(await session.greedyDecode([], 5)).toEqual([]);
    await session.dispose();
  });
});

describe('bad input', () => {
  it.each([
    ['heads', { heads: 3 }, /3 heads do not divide dModel 16/],
    ['dropout', { dropout: 1 }, /dropout is 1/],
  ])('%s that do not fit are refused', async (path, changes, message) => {
    await expect(open(changes)).rejects.toMatchObject({
      code: 'invalid_config',
      path,
      message: expect.stringMatching(message),
    });
  });

  it('a batch that does not fit the model is refused with the reason', async () => {
    const session = await open();
    const batch = copyTask(2, 3);
    const refused = (changes: Partial<TokenBatch>, message: RegExp) =>
      expect(session.evaluate({ ...batch, ...changes })).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringMatching(message),
      });
    await refused({ source: batch.source.with(0, 12) }, /source id 12 is outside the vocabulary of 12/);
    await refused({ target: batch.target.with(0, -1) }, /target id -1/);
    await refused({ rows: 3 }, /source batch has 6 ids, its shape says 9/);
    await refused({ sourceLength: 11 }, /a source has 11 positions, the model has 10/);
    await session.dispose();
  });

  it('a state of another model is refused and changes nothing', async () => {
    const [session, other] = await Promise.all([open(), open({ dModel: 8 })]);
    const before = await session.exportState();
    await expect(session.importState(await other.exportState())).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('parameters/encoder.embedding'),
    });
    expect(await session.exportState()).toEqual(before);
    await Promise.all([session.dispose(), other.dispose()]);
  });
});
