/** Skein's parity constant for 32 bit words. */
const parity = 0x1bd11bda;

/**
 * One block of Threefry2x32-20 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011; also the
 * generator of JAX): two counter words and two key words become two random words in `out`. It needs no products
 * of 64 bits, which Philox does and JavaScript has no cheap form of.
 */
export function threefry2x32(
  counter0: number,
  counter1: number,
  key0: number,
  key1: number,
  out: Uint32Array,
): void {
  const k0 = key0 | 0;
  const k1 = key1 | 0;
  const k2 = k0 ^ k1 ^ parity;
  let x0 = (counter0 + k0) | 0;
  let x1 = (counter1 + k1) | 0;
  // Five groups of four rounds, each followed by the key schedule; unrolled, because rotations by constants are twice as
  // fast as by variables.
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
  x0 = (x0 + k1) | 0;
  x1 = (x1 + k2 + 1) | 0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 29) | (x1 >>> 3)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 16) | (x1 >>> 16)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 24) | (x1 >>> 8)) ^ x0;
  x0 = (x0 + k2) | 0;
  x1 = (x1 + k0 + 2) | 0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
  x0 = (x0 + k0) | 0;
  x1 = (x1 + k1 + 3) | 0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 29) | (x1 >>> 3)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 16) | (x1 >>> 16)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 24) | (x1 >>> 8)) ^ x0;
  x0 = (x0 + k1) | 0;
  x1 = (x1 + k2 + 4) | 0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
  x0 = (x0 + k2) | 0;
  x1 = (x1 + k0 + 5) | 0;
  out[0] = x0;
  out[1] = x1;
}

/** 32 bit FNV-1a (Fowler, Noll & Vo) of the UTF-8 bytes: spreads stream names over the key space. */
function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

/**
 * The draws of one (seed, stream, step); streams are names such as "dropout/encoder.embedding". Every draw is a function
 * of these and its index, never of how many draws came before: a resumed run continues exactly, and a new consumer
 * changes nothing for the others.
 */
export class RandomStream {
  readonly #key0: number;
  readonly #key1: number;
  readonly #step: number;
  readonly #block = new Uint32Array(2);

  /** @param seed a non-negative safe integer; @param step an integer below 2³² */
  constructor(seed: number, stream: string, step = 0) {
    // The stream's key is itself drawn from the seed, so that streams of neighbouring seeds have nothing in common.
    threefry2x32(hashName(stream), 0, seed, Math.floor(seed / 2 ** 32), this.#block);
    [this.#key0 = 0, this.#key1 = 0] = this.#block;
    this.#step = step;
  }

  /** What the draws of this stream are a function of, beside their index. */
  get key(): { key0: number; key1: number; step: number } {
    return { key0: this.#key0, key1: this.#key1, step: this.#step };
  }

  /** Fills with the draws 0, 1, 2 … of this stream, each uniform over 0 … 2³² − 1. */
  fillWords(out: Uint32Array): void {
    const block = this.#block;
    for (let at = 0; at < out.length; at += 2) {
      threefry2x32(at >>> 1, this.#step, this.#key0, this.#key1, block);
      out[at] = block[0] ?? 0;
      // Past the end of an odd length, a typed array ignores the write.
      out[at + 1] = block[1] ?? 0;
    }
  }

  /** Fills with draws uniform between −limit and limit, both excluded. */
  fillUniform(out: Float32Array, limit: number): void {
    const words = new Uint32Array(out.length);
    this.fillWords(words);
    for (let at = 0; at < out.length; at += 1) out[at] = (2 * unit(words[at] ?? 0) - 1) * limit;
  }

  /** Fills with draws of the normal distribution of mean 0 (Box & Muller 1958). */
  fillNormal(out: Float32Array, standardDeviation: number): void {
    const words = new Uint32Array(out.length + 1);
    this.fillWords(words);
    for (let at = 0; at < out.length; at += 2) {
      const radius = standardDeviation * Math.sqrt(-2 * Math.log(unit(words[at] ?? 0)));
      const angle = 2 * Math.PI * unit(words[at + 1] ?? 0);
      out[at] = radius * Math.cos(angle);
      out[at + 1] = radius * Math.sin(angle);
    }
  }

  /**
   * Inverted dropout: each element is 0 with the given probability, to 1/65,536, else 1 / (1 − probability), so that
   * the expected activation stays the same and evaluation needs no correction.
   */
  fillDropoutMask(out: Float32Array, probability: number): void {
    const { threshold, kept } = dropoutNumbers(probability);
    const block = this.#block;
    // Four draws of 16 bits a block: a mask is as large as the activations, so its draws are worth saving.
    for (let at = 0; at < out.length; at += 4) {
      threefry2x32(at >>> 2, this.#step, this.#key0, this.#key1, block);
      const first = block[0] ?? 0;
      const second = block[1] ?? 0;
      out[at] = (first & 0xffff) < threshold ? 0 : kept;
      out[at + 1] = first >>> 16 < threshold ? 0 : kept;
      out[at + 2] = (second & 0xffff) < threshold ? 0 : kept;
      out[at + 3] = second >>> 16 < threshold ? 0 : kept;
    }
  }
}

/** Draws of 16 bits below the threshold drop an element; the others scale it by `kept`. */
export function dropoutNumbers(probability: number): { threshold: number; kept: number } {
  return { threshold: Math.round(probability * 65536), kept: 1 / (1 - probability) };
}

/** A word as a number in the open interval (0, 1), so that its logarithm is finite. */
function unit(word: number): number {
  return (word + 0.5) / 2 ** 32;
}
