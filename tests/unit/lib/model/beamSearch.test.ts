import { describe, expect, it } from 'vitest';
import { createEngine, type DeviceEngine } from '@/lib/engine/engine';
import { type Hypothesis, lengthPenaltyOf } from '@/lib/model/beam';
import { searchBeams } from '@/lib/model/beamSearch';
import { endId, type ModelConfig } from '@/lib/model/config';
import type { DecodeContext } from '@/lib/model/decodeChunk';
import { decodeGreedily } from '@/lib/model/greedyDecoding';
import { createModelSession } from '@/lib/model/session';
import {
  decodingContext,
  disposeContext,
  logSoftmax,
  nextLogits,
  randomSources,
  tinyModel,
} from './decodingReference';

const host = await createEngine({ id: 'onnx-cpu', threads: 1 });
const device: DeviceEngine = { ...host, memory: 'device' };

const scoreOf = ({ tokens, ended, logProbability }: Hypothesis, alpha: number) =>
  logProbability / lengthPenaltyOf(tokens.length + Number(ended), alpha);

const better = (a: Hypothesis, b: Hypothesis) => b.logProbability - a.logProbability;

/**
 * Beam search as it is written down, without a cache, a batch or an early end.
 * Width Infinity searches all sequences.
 */
async function plainSearch(
  context: DecodeContext,
  source: Int32Array,
  width: number,
  maxNewTokens: number,
  alpha: number,
): Promise<Hypothesis> {
  let live: Hypothesis[] = [{ tokens: [], ended: false, logProbability: 0 }];
  const ended: Hypothesis[] = [];
  for (let position = 0; position < maxNewTokens && live.length > 0; position += 1) {
    const logits = await nextLogits(
      context,
      live.map(() => source),
      live.map(({ tokens }) => tokens),
    );
    const next = live
      .flatMap(({ tokens, logProbability }, row) =>
        logSoftmax(logits[row] ?? new Float32Array()).map((added, token) => ({
          tokens: token === endId ? tokens : [...tokens, token],
          ended: token === endId,
          logProbability: logProbability + added,
        })),
      )
      .sort(better)
      .slice(0, width - ended.length);
    ended.push(...next.filter((hypothesis) => hypothesis.ended));
    live = next.filter((hypothesis) => !hypothesis.ended);
  }
  const [best] = ended.sort((a, b) => scoreOf(b, alpha) - scoreOf(a, alpha));
  return best ?? live[0] ?? { tokens: [], ended: false, logProbability: 0 };
}

describe('beam search', () => {
  it('finds the best of all sequences where it is wide enough to drop none', async () => {
    const config = { ...tinyModel, targetVocab: 5 };
    for (const [seed, lengthPenalty] of [
      [1, 0],
      [2, 0.6],
      [3, 1],
    ] as const) {
      const context = await decodingContext(host, config, seed, { sharpness: 3 });
      const sources = randomSources(3, 9, config.sourceVocab, seed);
      const found = await searchBeams(context, sources, { width: 5 ** 4, maxNewTokens: 4, lengthPenalty });
      for (const [index, source] of sources.entries()) {
        const best = await plainSearch(context, source, Number.POSITIVE_INFINITY, 4, lengthPenalty);
        expect(found[index]).toMatchObject({ tokens: best.tokens, ended: best.ended });
        expect(found[index]?.logProbability).toBeCloseTo(best.logProbability, 4);
      }
      await disposeContext(context);
    }
  });

  const cases: [string, Partial<ModelConfig>, number, number][] = [
    ['post-norm', {}, 5, 2],
    [
      'pre-norm, sinusoidal, 1 + 2 layers',
      { normPlacement: 'pre', positions: 'sinusoidal', decoderLayers: 2 },
      3,
      3,
    ],
    ['tied', { tieEmbeddings: true }, 4, 4],
  ];
  it.each(cases)(
    'is what it says, for each sentence alone and without a cache: %s',
    async (_, changes, seed, width) => {
      const config = { ...tinyModel, ...changes };
      const sources = randomSources(6, 20, config.sourceVocab, 3);
      const options = { width, maxNewTokens: 18 };
      const context = await decodingContext(host, config, seed, { sharpness: 2, endBias: 1 });
      const found = await searchBeams(context, sources, options);
      for (const [index, source] of sources.entries()) {
        const expected = await plainSearch(context, source, width, options.maxNewTokens, 0.6);
        expect(found[index]).toMatchObject({ tokens: expected.tokens, ended: expected.ended });
        expect(found[index]?.logProbability).toBeCloseTo(expected.logProbability, 3);
      }
      await disposeContext(context);

      const onDevice = await decodingContext(device, config, seed, { sharpness: 2, endBias: 1 });
      expect(await searchBeams(onDevice, sources, options)).toEqual(found);
      await disposeContext(onDevice);
    },
  );

  it('does not depend on the other sentences, their number or their order', async () => {
    const config = { ...tinyModel, initializer: 'normal-0.02' as const, targetVocab: 300 };
    const context = await decodingContext(host, config, 9);
    const sources = randomSources(90, 20, config.sourceVocab, 2);
    const options = { width: 3, maxNewTokens: 18 };
    const together = await searchBeams(context, sources, options);
    expect(await searchBeams(context, sources.toReversed(), options)).toEqual(together.toReversed());
    expect(await searchBeams(context, sources.slice(40, 41), options)).toEqual(together.slice(40, 41));
    await disposeContext(context);
  });

  it('of width 1 is greedy decoding, in the session exactly', async () => {
    const context = await decodingContext(host, tinyModel, 4, { sharpness: 2 });
    const sources = randomSources(40, 20, tinyModel.sourceVocab);
    const found = await searchBeams(context, sources, { width: 1, maxNewTokens: 30 });
    expect(found.map(({ tokens }) => tokens)).toEqual(await decodeGreedily(context, sources, 30));
    await disposeContext(context);

    const session = await createModelSession({
      model: { ...tinyModel, initializer: 'normal-0.02' },
      optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.98, epsilon: 1e-9, weightDecay: 0, clipNorm: 1 },
      seed: 1,
      threads: 1,
    });
    const greedy = await session.greedyDecode(sources, 30);
    expect(await session.beamDecode(sources, { width: 1, maxNewTokens: 30 })).toEqual(greedy);
    await session.dispose();
  });

  it('prefers the earlier hypothesis and the lowest id where all are equally probable', async () => {
    const context = await decodingContext(host, tinyModel, 4, { sharpness: 0 });
    const [found] = await searchBeams(context, [Int32Array.of(5)], { width: 2, maxNewTokens: 3 });
    expect(found).toMatchObject({ tokens: [0, 0, 0], ended: false });
    expect(found?.logProbability).toBeCloseTo(3 * Math.log(1 / tinyModel.targetVocab), 5);
    await disposeContext(context);
  });

  it('returns nothing for no sentences and no steps', async () => {
    const context = await decodingContext(host, tinyModel, 4);
    expect(await searchBeams(context, [], { width: 2, maxNewTokens: 3 })).toEqual([]);
    const [found] = await searchBeams(context, [Int32Array.of(5)], { width: 2, maxNewTokens: 0 });
    expect(found?.tokens).toEqual([]);
    await disposeContext(context);
  });

  it('refuses a width or a length penalty that has no meaning', async () => {
    const session = await createModelSession({
      model: tinyModel,
      optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.98, epsilon: 1e-9, weightDecay: 0, clipNorm: 1 },
      seed: 1,
      threads: 1,
    });
    const sources = [Int32Array.of(5)];
    await expect(session.beamDecode(sources, { width: 0, maxNewTokens: 3 })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('the width is 0'),
    });
    await expect(
      session.beamDecode(sources, { width: 2, maxNewTokens: 3, lengthPenalty: -1 }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('length penalty is -1'),
    });
    await session.dispose();
  });
});
