import { describe, expect, it } from 'vitest';
import { shuffledBatches } from '@/lib/data/batches';
import { planBatches } from '@/lib/data/batchPlan';
import { createEngine } from '@/lib/engine/engine';
import type { ModelConfig } from '@/lib/model/config';
import { DropoutMasks } from '@/lib/model/dropoutMasks';
import { initializeParameters } from '@/lib/model/initialize';
import { parameterInput, parameterSignature } from '@/lib/model/parameterInputs';
import { logitsProgram } from '@/lib/model/programs';
import { RandomStream } from '@/lib/model/random';
import { createModelSession } from '@/lib/model/session';
import { batchFeeds, countTargets, type TokenBatch } from '@/lib/model/tokenBatch';

const model: ModelConfig = {
  dModel: 16,
  heads: 4,
  encoderLayers: 2,
  decoderLayers: 2,
  dFf: 24,
  dropout: 0,
  positions: 'learned',
  normPlacement: 'post',
  activation: 'relu',
  scaleEmbedding: true,
  tieEmbeddings: false,
  labelSmoothing: 0.1,
  normEpsilon: 1e-6,
  initializer: 'glorot-uniform',
  sourceVocab: 20,
  targetVocab: 17,
  maxLength: 16,
};
const optimizer = {
  kind: 'adam',
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-9,
  weightDecay: 0,
  clipNorm: 1,
} as const;
const open = (changes: Partial<ModelConfig> = {}) =>
  createModelSession({ model: { ...model, ...changes }, optimizer, seed: 3, threads: 1 });

/** Sentences of 1 … 9 source and 2 … 10 target tokens. */
const pairs = Array.from({ length: 40 }, (_, index) => {
  const draws = new Uint32Array(24);
  new RandomStream(index, 'pairs').fillWords(draws);
  const [first = 0, second = 0] = draws;
  const ids = (from: number, count: number, vocabulary: number) =>
    Array.from(draws.subarray(from, from + count), (draw) => 4 + (draw % (vocabulary - 4)));
  return {
    source: Int32Array.from(ids(2, 1 + (first % 9), 20)),
    target: Int32Array.from([1, ...ids(12, 1 + (second % 9), 17), 2]),
  };
});

function oneBatch(of: typeof pairs, sourceLength = 10, targetLength = 11): TokenBatch {
  const source = new Int32Array(of.length * sourceLength);
  const target = new Int32Array(of.length * (targetLength + 1));
  for (const [row, pair] of of.entries()) {
    source.set(pair.source, row * sourceLength);
    target.set(pair.target, row * (targetLength + 1));
  }
  return { source, target, rows: of.length, sourceLength, targetLength };
}

describe('what a model computes of a sentence', () => {
  it('does not depend on how sentences are put into batches', async () => {
    const session = await open();
    const whole = await session.evaluate(oneBatch(pairs));
    const parts = [...shuffledBatches(pairs, planBatches(pairs, 32), 1, 1, 'common')];
    expect(parts.length).toBeGreaterThan(5);
    const sums = { lossSum: 0, correct: 0, targetTokens: 0 };
    for (const batch of parts) {
      const part = await session.evaluate(batch);
      sums.lossSum += part.lossSum;
      sums.correct += part.correct;
      sums.targetTokens += part.targetTokens;
    }
    // Sums of about 250 losses in float32, in another order.
    expect(Math.abs(sums.lossSum / whole.lossSum - 1)).toBeLessThan(1e-5);
    expect({ ...sums, lossSum: 0 }).toEqual({ ...whole, lossSum: 0 });
    await session.dispose();
  });

  it('does not depend on the order of a batch, in training either', async () => {
    const [there, back] = await Promise.all([open(), open()]);
    const forth = await there.trainStep(oneBatch(pairs), 1, 1e-3);
    const reversed = await back.trainStep(oneBatch(pairs.toReversed()), 1, 1e-3);
    expect(reversed.loss).toBeCloseTo(forth.loss, 5);
    expect(reversed.gradientNorm).toBeCloseTo(forth.gradientNorm, 4);
    await Promise.all([there.dispose(), back.dispose()]);
  });

  it.each([false, true])(
    'does not depend on which other target positions get logits; tied embeddings: %s',
    async (tieEmbeddings) => {
      const all = oneBatch(pairs);
      const chosen = { ...all, targets: countTargets(all) + 3 };
      const [every, some] = await Promise.all([open({ tieEmbeddings }), open({ tieEmbeddings })]);
      for (let step = 1; step <= 3; step += 1) {
        const [a, b] = [await every.trainStep(all, step, 1e-2), await some.trainStep(chosen, step, 1e-2)];
        expect(b.loss).toBeCloseTo(a.loss, 4);
        expect(b.gradientNorm).toBeCloseTo(a.gradientNorm, 3);
        expect(b.targetTokens).toBe(a.targetTokens);
      }
      await Promise.all([every.dispose(), some.dispose()]);
    },
  );

  it('does not depend on later target tokens', async () => {
    const batch = oneBatch(pairs.slice(0, 4));
    const engine = await createEngine({ id: 'onnx-cpu', threads: 1 });
    const values = initializeParameters(model, 3).map(
      ({ spec, values }) => [parameterInput(spec.name), values] as const,
    );
    const state = await engine.createState(parameterSignature(model), Object.fromEntries(values));
    const { program, signature } = logitsProgram(model, batch);
    const executable = await engine.compile(program, signature, { states: [state] });
    const logitsOf = async (target: Int32Array) =>
      (await executable.run(batchFeeds({ ...batch, target })))['logits']?.slice() ?? new Float32Array();
    const before = await logitsOf(batch.target);
    const changedAt = 4;
    const changed = batch.target.slice();
    for (let row = 0; row < batch.rows; row += 1) changed[row * 12 + changedAt] = 9;
    const after = await logitsOf(changed);
    let differs = false;
    for (let at = 0; at < before.length; at += 1) {
      const position = Math.floor(at / model.targetVocab) % batch.targetLength;
      if (position < changedAt) expect(after[at]).toBe(before[at]);
      else differs ||= after[at] !== before[at];
    }
    expect(differs).toBe(true);
    await executable.dispose();
  });
});

describe('dropout masks', () => {
  const shape = (rows: number, length: number) => ({ rows, sourceLength: length, targetLength: length });

  it('drop the asked share in a batch of any shape', () => {
    const masks = new DropoutMasks({ ...model, dModel: 64, dropout: 0.1 }, 3);
    for (const [rows, length] of [
      [64, 20],
      [7, 33],
      [300, 5],
    ] as const) {
      for (const mask of Object.values(masks.draw(shape(rows, length), 5))) {
        const dropped = mask.filter((value) => value === 0).length / mask.length;
        // Five standard errors of a share of 0.1.
        expect(Math.abs(dropped - 0.1)).toBeLessThan(5 * Math.sqrt(0.09 / mask.length));
      }
    }
  });

  it('begin alike whatever the batch’s shape, and whatever was drawn before', () => {
    const config = { ...model, dropout: 0.3 };
    const fresh = new DropoutMasks(config, 3).draw(shape(2, 3), 9);
    const expected = Object.entries(fresh).map(([name, mask]) => [name, mask.slice()] as const);
    const masks = new DropoutMasks(config, 3);
    masks.draw(shape(50, 11), 8);
    const larger = masks.draw(shape(20, 7), 9);
    for (const [name, mask] of expected) expect(larger[name]?.subarray(0, mask.length), name).toEqual(mask);
  });
});
