import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endId, type ModelConfig, startId } from '@/lib/model/config';
import { initializeParameters } from '@/lib/model/initialize';
import { RandomStream } from '@/lib/model/random';
import { createTranslator, type Translator } from '@/lib/model/translator';
import { randomSources, tinyModel } from './decodingReference';
import { plainAttention } from './plainTransformer';

const model: ModelConfig = { ...tinyModel, encoderLayers: 2, decoderLayers: 1, heads: 4 };
/** Not multiples of eight: what is computed is padded. */
const sources = randomSources(6, 13, model.sourceVocab);

/** Biases and scales drawn too: as they are initialized, leaving one out would go unnoticed. */
function someParameters(config: ModelConfig, endBias: number): Map<string, Float32Array> {
  return new Map(
    initializeParameters(config, 3).map(({ spec, values }) => {
      if (spec.kind === 'bias' || spec.kind === 'scale') {
        new RandomStream(5, spec.name).fillNormal(values, 0.3);
        if (spec.kind === 'scale') for (const at of values.keys()) values[at] = 1 + (values[at] ?? 0);
      }
      if (spec.name === 'generator.bias') values[endId] = (values[endId] ?? 0) + endBias;
      return [spec.name, values];
    }),
  );
}

describe('a translator', () => {
  const parameters = someParameters(model, 1);
  let translator: Translator;

  beforeAll(async () => {
    translator = await createTranslator({ model, parameters: new Map(parameters), threads: 1 });
  });
  afterAll(() => translator.dispose());

  it('shows the attention weights that a plain computation gives', async () => {
    for (const source of sources) {
      const [best] = await translator.translate(source, { width: 1, maxNewTokens: 11 });
      if (!best) throw new Error('no translation');
      const { attention } = await translator.inspect(source, best, true);
      const read = [startId, ...best.tokens].slice(0, best.tokens.length + Number(best.ended));
      const expected = plainAttention(model, parameters, [...source], read);
      // Float32 against float64: sums of 16 to 32 terms, a softmax, at most three layers in a row.
      expectClose(attention?.encoderSelf, expected.encoderSelf, 1e-5);
      expectClose(attention?.decoderSelf, expected.decoderSelf, 1e-5);
      expectClose(attention?.cross, expected.cross, 1e-5);
    }
  });

  it('shows rows that sum to 1, and nothing of what comes later', async () => {
    const [source = new Int32Array()] = sources;
    const [best] = await translator.translate(source, { width: 3, maxNewTokens: 11 });
    if (!best) throw new Error('no translation');
    const { attention } = await translator.inspect(source, best, true);
    for (const rows of [attention?.encoderSelf, attention?.decoderSelf, attention?.cross].flat(2)) {
      for (const row of rows ?? []) expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
    }
    for (const rows of attention?.decoderSelf.flat() ?? []) {
      for (const [query, row] of rows.entries()) {
        expect(row.slice(query + 1).every((weight) => weight === 0)).toBe(true);
      }
    }
  });

  it('gives greedy translations the probability that beams of width 1 would', async () => {
    let compared = 0;
    for (const source of sources) {
      const [greedy] = await translator.translate(source, { width: 1, maxNewTokens: 11 });
      if (!greedy) throw new Error('no translation');
      const { logProbabilities } = await translator.inspect(source, greedy, false);
      const beams = await translator.translate(source, { width: 4, maxNewTokens: 11 });
      const same = beams.find(
        ({ tokens, ended }) => ended === greedy.ended && `${tokens}` === `${greedy.tokens}`,
      );
      if (same) compared++;
      expect(logProbabilities).toHaveLength(greedy.tokens.length + Number(greedy.ended));
      expect(greedy.score).toBe(greedy.logProbability);
      if (same) expect(same.logProbability).toBeCloseTo(greedy.logProbability, 4);
    }
    expect(compared).toBeGreaterThan(0);
  });

  it('ranks as many candidates as the beam is wide, each once, the best first', async () => {
    const [source = new Int32Array()] = sources;
    const candidates = await translator.translate(source, { width: 5, maxNewTokens: 11 });
    expect(candidates).toHaveLength(5);
    expect(new Set(candidates.map(({ tokens, ended }) => `${tokens} ${ended}`)).size).toBe(5);
    const ended = candidates.filter((candidate) => candidate.ended).map(({ score }) => score);
    expect(ended).toEqual([...ended].sort((a, b) => b - a));
    expect(candidates.findIndex((candidate) => !candidate.ended)).not.toBe(0);
  });

  it('says that a translation without END did not end', async () => {
    const [source = new Int32Array()] = sources;
    const endless = await createTranslator({ model, parameters: someParameters(model, -100), threads: 1 });
    const [best] = await endless.translate(source, { width: 1, maxNewTokens: 7 });
    expect(best).toMatchObject({ ended: false });
    expect(best?.tokens).toHaveLength(7);
    const { attention } = await endless.inspect(source, best ?? { tokens: [], ended: false }, true);
    expect(attention?.decoderSelf[0]?.[0]).toHaveLength(7);
    await endless.dispose();
  });
});

function expectClose(actual: unknown, expected: unknown, tolerance: number): void {
  const [a, b] = [actual, expected].map((nested) => (Array.isArray(nested) ? nested.flat(3) : []));
  expect(a).toHaveLength(b?.length ?? -1);
  const largest = Math.max(...(a ?? []).map((value, at) => Math.abs(Number(value) - Number(b?.[at]))));
  expect(largest).toBeLessThan(tolerance);
}
