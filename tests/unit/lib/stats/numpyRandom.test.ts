import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HeldoutError } from '@/lib/domain/errors';
import { NumpyRandom } from '@/lib/stats/numpyRandom';
import { pairedFixtures } from '../metrics/sacrebleuFixtures';

function integers(random: NumpyRandom, bound: number, count: number): number[] {
  const drawn = new Int32Array(count);
  random.fillIntegers(bound, drawn);
  return Array.from(drawn);
}

describe('the random numbers of numpy', () => {
  // numpy 2.4.6: r = default_rng(seed); r.choice(10, 12); r.integers(2, size=70, dtype=bool); r.integers(2**20 + 3, size=5)
  it.each([
    [
      0,
      '8,6,5,2,3,0,0,0,1,8,6,9',
      '1111111001001101101101110000000110001110110111100011001011011001101000',
      '764934,662985,570033,587117,980497',
    ],
    [
      12_345,
      '6,2,7,3,2,7,6,6,9,3,8,3',
      '1011100110100111111000101000100110001100110000110101010010011001111110',
      '195805,240266,705437,643276,987554',
    ],
    [
      2 ** 40 + 7,
      '2,8,6,2,0,1,5,6,8,7,0,4',
      '1010101001011000100100010011010101001100011101001000111111000000010101',
      '39082,730275,140180,256265,945001',
    ],
    [
      2 ** 53 - 1,
      '0,7,8,6,8,5,7,1,5,1,7,4',
      '0001001111101110110011101110101000110010100111111001011100011001101000',
      '255175,715756,304829,1001992,782272',
    ],
  ])('are the same for seed %i', (seed, small, bits, large) => {
    const random = new NumpyRandom(seed);
    expect(integers(random, 10, 12).join()).toBe(small);
    const fill = random.booleans();
    const [first, second] = [new Uint8Array(33), new Uint8Array(37)];
    fill(first);
    fill(second);
    expect([...first, ...second].join('')).toBe(bits);
    expect(integers(random, 2 ** 20 + 3, 5).join()).toBe(large);
  });

  const fixtures = pairedFixtures();
  it.skipIf(fixtures.length === 0).each(fixtures)("are those of sacreBLEU's resamples: $name", (fixture) => {
    const segments = fixture.baseline.length;
    const drawn = integers(new NumpyRandom(fixture.seed), segments, segments * fixture.n_samples);
    const rows = (count: number) =>
      Array.from({ length: count }, (_, row) => drawn.slice(row * segments, (row + 1) * segments));
    expect(rows(3)).toEqual(fixture.resample_indices_first_rows);
    // The hash is of the decimals with blanks between them.
    expect(createHash('sha256').update(drawn.join(' ')).digest('hex')).toBe(fixture.resample_indices_sha256);
    if (fixture.resample_indices) expect(rows(fixture.n_samples)).toEqual(fixture.resample_indices);
  });

  it('have one value where there is one to choose, without a draw', () => {
    const random = new NumpyRandom(12_345);
    expect(integers(random, 1, 3)).toEqual([0, 0, 0]);
    expect(integers(random, 10, 3)).toEqual([6, 2, 7]);
  });

  it.each([-1, 0.5, 2 ** 53, Number.NaN])('refuse the seed %d', (seed) => {
    expect(() => new NumpyRandom(seed)).toThrow(HeldoutError);
  });

  it('refuse a bound that products in a double cannot carry', () => {
    expect(() => integers(new NumpyRandom(1), 2 ** 21 + 1, 1)).toThrow(/2097152/);
    expect(() => integers(new NumpyRandom(1), 0, 1)).toThrow(HeldoutError);
  });
});
