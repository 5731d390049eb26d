import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permutation, randomStream, splitMix64 } from '@/sweeps/random';

describe('the random numbers of designs', () => {
  it('are those of SplitMix64', () => {
    // The first five outputs for the seed 1234567, as Rosetta Code's page "Pseudo-random numbers/Splitmix64" lists them.
    expect(Array.from({ length: 5 }, (_, position) => splitMix64(1_234_567n, position))).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ]);
  });

  it('do not depend on the order in which they are asked for, and differ by seed and name', () => {
    const stream = randomStream(1, 'dropout');
    const last = stream.at(9);
    expect(Array.from({ length: 10 }, (_, position) => stream.at(position)).at(-1)).toBe(last);
    expect(randomStream(2, 'dropout').at(9)).not.toBe(last);
    expect(randomStream(1, 'heads').at(9)).not.toBe(last);
  });

  it('fill the unit interval evenly', () => {
    const stream = randomStream(1, 'any');
    const counts = new Array<number>(10).fill(0);
    for (let position = 0; position < 10_000; position += 1) {
      const bin = Math.floor(stream.at(position) * 10);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    // Four standard deviations of a binomial of 10,000 draws with probability 0.1 are 120.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  it('order every count of things without loss', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(1000), (count, seed) => {
        const order = permutation(count, randomStream(seed, 'order'));
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
      }),
    );
  });
});
