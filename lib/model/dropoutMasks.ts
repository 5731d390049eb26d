import type { ModelConfig } from './config';
import { KernelMemory, paddedBytes } from './hostKernels/kernelMemory';
import { elementsOf } from './parameters';
import { dropoutInput, dropoutSites } from './programs';
import { dropoutNumbers, RandomStream } from './random';
import type { BatchShape } from './tokenBatch';

/** Draws the masks of training steps into arrays that it reuses: RandomStream.fillDropoutMask, four blocks at a time. */
export class DropoutMasks {
  /** One array a site, as large as the largest batch so far. */
  #memory = new KernelMemory(0);
  #arrays = new Map<string, Float32Array>();

  constructor(
    readonly config: ModelConfig,
    readonly seed: number,
  ) {}

  /** The masks of one step, by the name of the input they are fed to; valid until the next call. */
  draw(shape: BatchShape, step: number): Record<string, Float32Array> {
    const sizes = Object.entries(dropoutSites(this.config, shape)).map(
      ([site, spec]) => [site, elementsOf(spec.shape)] as const,
    );
    if (sizes.some(([site, size]) => (this.#arrays.get(site)?.length ?? 0) < size)) this.#grow(sizes);
    const { threshold, kept } = dropoutNumbers(this.config.dropout);
    const masks: Record<string, Float32Array> = {};
    for (const [site, size] of sizes) {
      const mask = this.#arrays.get(site)?.subarray(0, size) ?? new Float32Array();
      const { key0, key1 } = new RandomStream(this.seed, `dropout/${site}`, step).key;
      this.#memory.kernels.dropoutMask(mask.byteOffset, paddedBytes(size), step, key0, key1, threshold, kept);
      masks[dropoutInput(site)] = mask;
    }
    return masks;
  }

  #grow(sizes: readonly (readonly [site: string, size: number])[]): void {
    const largest = sizes.map(
      ([site, size]) => [site, Math.max(size, this.#arrays.get(site)?.length ?? 0)] as const,
    );
    this.#memory = new KernelMemory(largest.reduce((sum, [, size]) => sum + paddedBytes(size), 0));
    this.#arrays = new Map(largest.map(([site, size]) => [site, this.#memory.floats(size)]));
  }
}
