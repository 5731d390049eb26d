import { z } from 'zod';
import { kernelBytes } from './kernelBytes';

const pageBytes = 65_536;
/** What 32-bit addresses reach, less a page so that sizes stay below 2³². */
export const mostMemoryBytes = 2 ** 32 - pageBytes;
/** Arrays start at cache lines, and their padding lets every loop work on whole blocks of 16 numbers. */
const alignment = 64;

export const paddedBytes = (elements: number) => Math.ceil((4 * elements) / alignment) * alignment;

const kernel = <Arguments extends number[], Result>() =>
  z.custom<(...args: Arguments) => Result>((value) => typeof value === 'function');
type Addresses = [values: number, gradients: number, firstMoments: number, secondMoments: number];
type AdamNumbers = [
  bytes: number,
  gradientScale: number,
  l2: number,
  kept: number,
  stepSize: number,
  beta1: number,
  gain1: number,
  beta2: number,
  gain2: number,
  rootCorrection: number,
  epsilon: number,
];

/** The functions of source.ts, which says what each computes; addresses and sizes in bytes. */
const kernelsSchema = z.object({
  sumOfSquares: kernel<[at: number, end: number], number>(),
  adam: kernel<[...Addresses, ...AdamNumbers], void>(),
  dropoutMask: kernel<
    [at: number, bytes: number, step: number, key0: number, key1: number, limit: number, scale: number],
    void
  >(),
  dropoutBits: kernel<
    [at: number, bytes: number, step: number, key0: number, key1: number, limit: number],
    void
  >(),
});
export type Kernels = z.infer<typeof kernelsSchema>;

let compiled: WebAssembly.Module | undefined;

/** The kernels as they are compiled, once a process: another thread can be given them. */
export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Buffer.from(kernelBytes, 'base64'));
  return compiled;
}

/**
 * Arrays in one block of memory, and the loops that work on them in place. The memory has its whole size from the start,
 * because growing it would detach every array.
 */
export class KernelMemory {
  readonly kernels: Kernels;
  readonly #memory: WebAssembly.Memory;
  #usedBytes = 0;

  /** @param bytes the sum of paddedBytes of all arrays, at most mostMemoryBytes */
  constructor(bytes: number) {
    const pages = Math.max(1, Math.ceil(bytes / pageBytes));
    this.#memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const instance = new WebAssembly.Instance(kernelModule(), { host: { memory: this.#memory } });
    this.kernels = kernelsSchema.parse(instance.exports);
  }

  /** The next array, filled with zeros; byteOffset is its address. */
  floats(length: number): Float32Array {
    const at = this.#usedBytes;
    this.#usedBytes += paddedBytes(length);
    if (this.#usedBytes > this.#memory.buffer.byteLength) {
      throw new RangeError(`the kernels' memory has ${this.#memory.buffer.byteLength} bytes, asked for more`);
    }
    return new Float32Array(this.#memory.buffer, at, length);
  }
}
