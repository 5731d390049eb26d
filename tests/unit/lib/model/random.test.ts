import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream, threefry2x32 } from '@/lib/model/random';

describe('threefry2x32', () => {
  // Known answers of Random123 1.14 (D. E. Shaw Research), tests/kat_vectors, lines "threefry2x32 20".
  it.each([
    { counter: [0, 0], key: [0, 0], words: [0x6b200159, 0x99ba4efe] },
    { counter: [-1, -1], key: [-1, -1], words: [0x1cb996fc, 0xbb002be7] },
    { counter: [0x243f6a88, 0x85a308d3], key: [0x13198a2e, 0x03707344], words: [0xc4923a9c, 0x483df7a0] },
  ])('gives the published words for counter $counter', ({ counter, key, words }) => {
    const out = new Uint32Array(2);
    threefry2x32(counter[0] ?? 0, counter[1] ?? 0, key[0] ?? 0, key[1] ?? 0, out);
    expect([...out]).toEqual(words);
  });
});

describe('RandomStream', () => {
  const words = (seed: number, stream: string, step: number, count = 8) => {
    const out = new Uint32Array(count);
    new RandomStream(seed, stream, step).fillWords(out);
    return [...out];
  };

  it('draws the same again, whatever was drawn before and however many', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.string(),
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        (seed, name, step, count) => {
          expect(words(seed, name, step, count)).toEqual(words(seed, name, step, 9).slice(0, count));
        },
      ),
    );
  });

  it('differs by seed, also above 32 bits, by stream and by step', () => {
    const draws = [
      words(1, 'a', 0),
      words(2, 'a', 0),
      words(1 + 2 ** 32, 'a', 0),
      words(1, 'b', 0),
      words(1, 'a', 1),
    ];
    expect(new Set(draws.map(String)).size).toBe(draws.length);
  });

  // Standard errors of 20,001 draws: 0.7% of the deviation for a mean, 1% for a variance; the draws are fixed.
  const moments = (draws: Float32Array) => {
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    return { mean, variance: draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length };
  };

  it('draws normals with the asked deviation', () => {
    const draws = new Float32Array(20_001);
    new RandomStream(7, 'normals').fillNormal(draws, 2);
    const { mean, variance } = moments(draws);
    expect(Math.abs(mean)).toBeLessThan(0.06);
    expect(Math.abs(variance - 4)).toBeLessThan(0.16);
  });

  it('draws uniforms within the limit, with its variance', () => {
    const draws = new Float32Array(20_001);
    new RandomStream(7, 'uniforms').fillUniform(draws, 3);
    expect(draws.every((draw) => Math.abs(draw) <= 3)).toBe(true);
    const { mean, variance } = moments(draws);
    expect(Math.abs(mean)).toBeLessThan(0.06);
    expect(Math.abs(variance - 3)).toBeLessThan(0.12);
  });

  it('drops the asked share of a mask and scales what it keeps to the same expectation', () => {
    const mask = new Float32Array(40_003);
    new RandomStream(7, 'dropout', 3).fillDropoutMask(mask, 0.25);
    expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
    expect(Math.abs(mask.filter((value) => value === 0).length / mask.length - 0.25)).toBeLessThan(0.01);
  });
});
