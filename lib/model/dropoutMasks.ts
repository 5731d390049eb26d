import type { ModelConfig } from './config';
import { elementsOf } from './parameters';
import { type BatchShape, dropoutInput, dropoutSites } from './programs';
import { RandomStream } from './random';

/** Draws the masks of training steps into arrays that it reuses. */
export class DropoutMasks {
  readonly #buffers = new Map<string, Float32Array>();

  constructor(
    readonly config: ModelConfig,
    readonly seed: number,
  ) {}

  /** The masks of one step, by the name of the input they are fed to; valid until the next call. */
  draw(shape: BatchShape, step: number): Record<string, Float32Array> {
    const sites = Object.entries(dropoutSites(this.config, shape));
    return Object.fromEntries(
      sites.map(([site, { shape }]) => {
        const mask = this.#buffer(site, elementsOf(shape));
        new RandomStream(this.seed, `dropout/${site}`, step).fillDropoutMask(mask, this.config.dropout);
        return [dropoutInput(site), mask];
      }),
    );
  }

  /** One buffer a site, as large as the largest batch so far. */
  #buffer(site: string, size: number): Float32Array {
    const known = this.#buffers.get(site);
    if (known !== undefined && known.length >= size) return known.subarray(0, size);
    const buffer = new Float32Array(size);
    this.#buffers.set(site, buffer);
    return buffer;
  }
}
