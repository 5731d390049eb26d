const wordMask = 0xffff_ffff_ffff_ffffn;

/** The odd number nearest to 2^64 divided by the golden ratio. */
const increment = 0x9e37_79b9_7f4a_7c15n;

/** Numbers by their position in a stream: the n-th is the same however many were asked for before. */
export interface RandomStream {
  /** @returns a number in [0, 1), a multiple of 2^-53 */
  at(position: number): number;
}

/**
 * SplitMix64 (Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): the n-th output is a
 * mix of start + n × increment, so it can be had without those before. Each name has a stream of its own, so that a
 * factor that is added leaves the others' samples as they were.
 */
export function randomStream(seed: number, name: string): RandomStream {
  let start = BigInt(seed);
  for (const byte of new TextEncoder().encode(name)) start = splitMix64(start ^ BigInt(byte), 0);
  return { at: (position) => Number(splitMix64(start, position) >> 11n) / 2 ** 53 };
}

/** @returns output number `position` (from 0) of the generator that starts at `start`, as 64 bits */
export function splitMix64(start: bigint, position: number): bigint {
  let word = (start + BigInt(position + 1) * increment) & wordMask;
  word = ((word ^ (word >> 30n)) * 0xbf58_476d_1ce4_e5b9n) & wordMask;
  word = ((word ^ (word >> 27n)) * 0x94d0_49bb_1331_11ebn) & wordMask;
  return word ^ (word >> 31n);
}

/** The numbers below `count` in an order that depends on the stream alone (Fisher & Yates; Durstenfeld 1964). */
export function permutation(count: number, stream: RandomStream): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last -= 1) {
    const chosen = Math.floor(stream.at(last) * (last + 1));
    const moved = order[last] ?? 0;
    order[last] = order[chosen] ?? 0;
    order[chosen] = moved;
  }
  return order;
}
