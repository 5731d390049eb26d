import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Signature, TensorValues } from '@/lib/engine/engine';
import type { ModelConfig } from './config';
import { KernelMemory, paddedBytes } from './hostKernels/kernelMemory';
import { parameter } from './layers';
import { elementsOf } from './parameters';
import { dropoutInput, dropoutSites } from './programs';
import { dropoutNumbers, RandomStream } from './random';
import type { BatchShape } from './tokenBatch';

/**
 * The masks of a training step as a device is fed them: a bit an element, of all sites one after the other. Masks are as
 * large as the activations; as numbers they would be most of what a step sends (18 MB at d_model 512, 64 × 20 + 20 tokens,
 * against 1.1 MB).
 */
const bitsInput = 'dropout/bits';
/** What the elements that are kept are multiplied by: a scalar. */
const scaleInput = 'dropout/scale';

/** Elements a number: as a float32, it is exact. */
const elementsANumber = 16;

interface Place {
  readonly site: string;
  readonly shape: readonly number[];
  /** In numbers. */
  readonly offset: number;
  readonly numbers: number;
}

function placesOf(config: ModelConfig, shape: BatchShape): { places: Place[]; numbers: number } {
  const places: Place[] = [];
  let offset = 0;
  for (const [site, spec] of Object.entries(dropoutSites(config, shape))) {
    const numbers = Math.ceil(elementsOf(spec.shape) / elementsANumber);
    places.push({ site, shape: spec.shape, offset, numbers });
    offset += numbers;
  }
  return { places, numbers: offset };
}

/** Empty where the model has no dropout. */
export function bitsSignature(config: ModelConfig, shape: BatchShape): Signature {
  const { numbers } = placesOf(config, shape);
  if (numbers === 0) return {};
  return {
    [bitsInput]: { shape: [numbers, 1], type: 'float32' },
    [scaleInput]: { shape: [], type: 'float32' },
  };
}

/** Within a program that is fed bits: the masks under the names of their inputs, as DropoutMasks draws them. */
export function masksOfBits(
  config: ModelConfig,
  shape: BatchShape,
  inputs: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> {
  const { places, numbers } = placesOf(config, shape);
  if (numbers === 0) return {};
  // Bit 4j + b is element 4b + j (hostKernels/source). Half a number less what is whole of it is at least ½ where the
  // lowest bit is set; powers of two and differences of 16 bits are exact.
  const halves = Array.from({ length: elementsANumber }, (_, element) => {
    const bit = 4 * (element % 4) + Math.floor(element / 4);
    return 2 ** -(bit + 1);
  });
  const shifted = tf.mul(parameter(inputs, bitsInput), tf.tensor2d(halves, [1, elementsANumber]));
  const isKept = tf.greaterEqual(tf.sub(shifted, tf.floor(shifted)), 0.5);
  const masks = tf.reshape(tf.mul(tf.cast(isKept, 'float32'), parameter(inputs, scaleInput)), [
    numbers * elementsANumber,
  ]);
  return Object.fromEntries(
    places.map(({ site, shape, offset }) => [
      dropoutInput(site),
      tf.reshape(tf.slice(masks, [offset * elementsANumber], [elementsOf(shape)]), [...shape]),
    ]),
  );
}

/** Draws the bits of training steps into an array that it reuses: the draws of RandomStream.fillDropoutMask. */
export class DropoutBits {
  #memory = new KernelMemory(0);
  /** As long as the largest batch so far needs. */
  #array: Float32Array = new Float32Array();

  constructor(
    readonly config: ModelConfig,
    readonly seed: number,
  ) {}

  /**
   * What a program of bitsSignature is fed at one step; valid until the next call.
   *
   * @param traced the model that the program is of, which may have dropout where this one has none: all is kept then
   */
  draw(shape: BatchShape, step: number, traced = this.config): Record<string, TensorValues> {
    const { places, numbers } = placesOf(traced, shape);
    if (numbers === 0) return {};
    if (this.#array.length < numbers) {
      this.#memory = new KernelMemory(paddedBytes(numbers));
      this.#array = this.#memory.floats(numbers);
    }
    const { threshold, kept } = dropoutNumbers(this.config.dropout);
    for (const { site, offset, numbers } of places) {
      const { key0, key1 } = new RandomStream(this.seed, `dropout/${site}`, step).key;
      const at = this.#array.byteOffset + 4 * offset;
      this.#memory.kernels.dropoutBits(at, 4 * numbers, step, key0, key1, threshold);
    }
    return { [bitsInput]: this.#array.subarray(0, numbers), [scaleInput]: Float32Array.of(kept) };
  }
}
