import { describe, expect, it } from 'vitest';
import { createEngine, type DeviceEngine, type Engine } from '@/lib/engine/engine';
import { endId, type ModelConfig, padId, startId } from '@/lib/model/config';
import type { DecodeContext } from '@/lib/model/decodeChunk';
import { decodeGreedily } from '@/lib/model/greedyDecoding';
import { parameterInput } from '@/lib/model/parameterInputs';
import { logitsProgram } from '@/lib/model/programs';
import { batchFeeds } from '@/lib/model/tokenBatch';
import { decodingContext, disposeContext, randomSources, tinyModel } from './decodingReference';

const host = await createEngine({ id: 'onnx-cpu', threads: 1 });
/** The same engine, for which programs take the forms that suit a device. */
const device: DeviceEngine = { ...host, memory: 'device' };

/**
 * How far each chosen token's logit is below the best one, recomputed from the whole prefix without a cache; END is what
 * a translation shorter than `steps` chose last.
 */
async function shortfalls(
  { config, parameters }: DecodeContext,
  sources: readonly Int32Array[],
  chosen: readonly number[][],
  steps: number,
): Promise<number[]> {
  const rows = sources.length;
  const sourceLength = Math.max(...sources.map(({ length }) => length));
  const shape = { rows, sourceLength, targetLength: steps };
  const source = new Int32Array(rows * sourceLength);
  const target = new Int32Array(rows * (steps + 1)).fill(padId);
  for (const [row, ids] of sources.entries()) source.set(ids, row * sourceLength);
  const whole = chosen.map((tokens) => (tokens.length < steps ? [...tokens, endId] : tokens));
  for (const [row, tokens] of whole.entries()) target.set([startId, ...tokens], row * (steps + 1));
  const { program, signature } = logitsProgram(config, shape);
  const executable = await host.compile(program, signature, { states: [parameters] });
  const { logits = new Float32Array() } = await executable.run(batchFeeds({ ...shape, source, target }));
  await executable.dispose();
  return whole.flatMap((tokens, row) =>
    tokens.map((token, position) => {
      const at = (row * steps + position) * config.targetVocab;
      const values = logits.subarray(at, at + config.targetVocab);
      return Math.max(...values) - (values[token] ?? Number.NaN);
    }),
  );
}

/** 40 sentences of up to 20 tokens. */
async function decodeMany(engine: Engine, changes: Partial<ModelConfig>, seed: number, steps: number) {
  const config = { ...tinyModel, ...changes };
  const context = await decodingContext(engine, config, seed, { sharpness: 2, endBias: 1 });
  const sources = randomSources(40, 20, config.sourceVocab);
  return { context, sources, chosen: await decodeGreedily(context, sources, steps) };
}

describe('greedy decoding with cached keys and values', () => {
  // More positions than the first cache has room for, so that it grows on the way.
  const steps = 37;
  // Seeds with which some sentences end early, some after the cache has grown, and some are cut.
  const cases: [string, Partial<ModelConfig>, number][] = [
    ['post-norm, learned positions', {}, 5],
    ['pre-norm, sinusoidal, GELU', { normPlacement: 'pre', positions: 'sinusoidal', activation: 'gelu' }, 3],
    [
      'post-norm, sinusoidal, 2 + 2 layers',
      { positions: 'sinusoidal', encoderLayers: 2, decoderLayers: 2 },
      5,
    ],
    ['tied, unscaled, 1 + 3 layers', { tieEmbeddings: true, scaleEmbedding: false, decoderLayers: 3 }, 6],
  ];

  it.each(cases)('chooses what recomputing every prefix would: %s', async (_, changes, seed) => {
    for (const engine of [host, device]) {
      const { context, sources, chosen } = await decodeMany(engine, changes, seed, steps);
      expect(Math.max(...(await shortfalls(context, sources, chosen, steps)))).toBeLessThan(1e-4);
      await disposeContext(context);

      const lengths = chosen.map((tokens) => tokens.length);
      expect(lengths.filter((length) => length < 8).length).toBeGreaterThan(1);
      expect(lengths.filter((length) => length > 16 && length < steps).length).toBeGreaterThan(1);
      expect(lengths.filter((length) => length === steps).length).toBeGreaterThan(1);
    }
  });

  it('gives each sentence bit for bit the same in any company', async () => {
    // An untrained model with small weights: all tokens are almost equally probable, so the last bits decide.
    const config = { ...tinyModel, initializer: 'normal-0.02' as const, targetVocab: 300 };
    const context = await decodingContext(host, config, 9);
    const sources = randomSources(300, 20, config.sourceVocab, 2);
    const together = await decodeGreedily(context, sources, 20);
    expect(await decodeGreedily(context, sources.toReversed(), 20)).toEqual(together.toReversed());
    for (const [first, count] of [
      [0, 1],
      [17, 2],
      [100, 23],
    ] as const) {
      const some = await decodeGreedily(context, sources.slice(first, first + count), 20);
      expect(some).toEqual(together.slice(first, first + count));
    }
    await disposeContext(context);
  });

  it('does not read what an earlier chunk left, not even NaN', async () => {
    const { context, sources, chosen } = await decodeMany(host, {}, 5, steps);
    const name = parameterInput('decoder.embedding');
    const { [name]: embedding = new Float32Array() } = await context.parameters.read([name]);
    await context.parameters.write({ [name]: new Float32Array(embedding.length).fill(Number.NaN) });
    await decodeGreedily(context, sources, steps);
    await context.parameters.write({ [name]: embedding });
    expect(await decodeGreedily(context, sources, steps)).toEqual(chosen);
    await disposeContext(context);
  });

  it('chooses the lowest id of equally probable tokens', async () => {
    const context = await decodingContext(host, tinyModel, 4, { sharpness: 0 });
    expect(await decodeGreedily(context, [Int32Array.of(5)], 3)).toEqual([[0, 0, 0]]);
    await disposeContext(context);
  });

  it('decodes an empty source, and nothing for no steps', async () => {
    const { context } = await decodeMany(host, {}, 5, 1);
    expect(await decodeGreedily(context, [new Int32Array()], 5)).toHaveLength(1);
    expect(await decodeGreedily(context, [Int32Array.of(5)], 0)).toEqual([[]]);
    await disposeContext(context);
  });
});
