import { HeldoutError } from '@/lib/domain/errors';

const mask32 = 0xffff_ffffn;
/** PCG64's multiplier (numpy/random/src/pcg64/pcg64.h). */
const multiplier = 0x2360ed051fc65da44385df649fccf645n;

/**
 * The numbers of numpy's `default_rng(seed)`, bit for bit: PCG64 (XSL-RR, O'Neill 2014) whose state is spread out of
 * the seed by SeedSequence. sacreBLEU draws its resamples from it, so that equal seeds give equal p values.
 * Sources: numpy 1.24, random/bit_generator.pyx, src/pcg64/pcg64.h, src/distributions/distributions.c.
 */
export class NumpyRandom {
  private state: bigint;
  private readonly increment: bigint;
  /** The upper half of the last 64 bits, which numpy hands out second. */
  private spare: number | null = null;

  /**
   * @param seed a whole number from 0 to 2^53 - 1
   * @throws HeldoutError invalid_input for another seed
   */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new HeldoutError('invalid_input', `random seed: got ${seed}, expected a whole number from 0.`);
    }
    const words = seedSequence(BigInt(seed));
    const word64 = (index: number) =>
      BigInt(words[2 * index] ?? 0) | (BigInt(words[2 * index + 1] ?? 0) << 32n);
    const initial = (word64(0) << 64n) | word64(1);
    const stream = (word64(2) << 64n) | word64(3);
    this.increment = BigInt.asUintN(128, (stream << 1n) | 1n);
    this.state = BigInt.asUintN(128, this.increment + initial);
    this.state = BigInt.asUintN(128, this.state * multiplier + this.increment);
  }

  /** `integers(bound, size)` and `choice(bound, size)`: whole numbers from 0 to bound - 1. */
  fillIntegers(bound: number, into: Int32Array): void {
    // Products of a draw and the bound must be exact in a double.
    if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 21) {
      throw new HeldoutError('invalid_input', `random integers: got bound ${bound}, expected 1 to 2097152.`);
    }
    if (bound === 1) {
      into.fill(0);
      return;
    }
    // Lemire 2019: the upper half of draw × bound, drawn again where that would favour some numbers.
    const threshold = 2 ** 32 % bound;
    for (let i = 0; i < into.length; i++) {
      let product = this.next32() * bound;
      while (product % 2 ** 32 < threshold) product = this.next32() * bound;
      into[i] = Math.floor(product / 2 ** 32);
    }
  }

  /**
   * `integers(2, size, dtype=bool)`: 32 truth values, 0 or 1, of each draw.
   *
   * @returns what fills the next part of that one array; numpy starts a new array with a new draw
   */
  booleans(): (into: Uint8Array) => void {
    let bits = 0;
    let left = 0;
    return (into) => {
      for (let i = 0; i < into.length; i++) {
        bits = left === 0 ? this.next32() : bits >>> 1;
        left = left === 0 ? 31 : left - 1;
        into[i] = bits & 1;
      }
    };
  }

  private next32(): number {
    if (this.spare !== null) {
      const spare = this.spare;
      this.spare = null;
      return spare;
    }
    this.state = BigInt.asUintN(128, this.state * multiplier + this.increment);
    const folded = BigInt.asUintN(64, this.state) ^ (this.state >> 64n);
    const rotation = this.state >> 122n;
    const rotated = (folded >> rotation) | BigInt.asUintN(64, folded << (64n - rotation));
    this.spare = Number(rotated >> 32n);
    return Number(rotated & mask32);
  }
}

const poolSize = 4;

/** SeedSequence(entropy).generate_state(4, uint64) as [8] words of 32 bits (O'Neill's seed_seq_fe). */
function seedSequence(entropy: bigint): Uint32Array {
  const hash = hasher(0x43b0d7e5, 0x931e8875);
  // A seed below 2^53 has two words, so that the pool holds all of it.
  const words = [Number(entropy & mask32), Number(entropy >> 32n)];
  const pool = Uint32Array.from({ length: poolSize }, (_, i) => hash(words[i] ?? 0));
  for (let from = 0; from < poolSize; from++) {
    for (let to = 0; to < poolSize; to++) {
      if (from !== to) pool[to] = mix(pool[to] ?? 0, hash(pool[from] ?? 0));
    }
  }
  const spread = hasher(0x8b51f9dd, 0x58f38ded);
  return Uint32Array.from({ length: 2 * poolSize }, (_, i) => spread(pool[i % poolSize] ?? 0));
}

/** A hash of 32 bits whose constant changes with every word. */
function hasher(initial: number, factor: number): (word: number) => number {
  let constant = initial;
  return (word) => {
    const mixed = word ^ constant;
    constant = Math.imul(constant, factor);
    const product = Math.imul(mixed, constant);
    return (product ^ (product >>> 16)) >>> 0;
  };
}

function mix(first: number, second: number): number {
  const difference = (Math.imul(0xca01f9dd, first) - Math.imul(0x4973f715, second)) | 0;
  return (difference ^ (difference >>> 16)) >>> 0;
}
