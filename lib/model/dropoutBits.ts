import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Signature, TensorValues } from '@/lib/engine/engine';
import type { ModelConfig } from './config';
import { DropoutThreads } from './dropoutThreads';
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

/** A model whose masks are drawn. */
export interface DropoutModel {
  readonly model: ModelConfig;
  readonly seed: number;
}

/**
 * Draws the bits of training steps, for one model or several that step together: the draws of RandomStream.fillDropoutMask.
 *
 * Threads draw a step ahead, while this one gives the device its work. That the next step is the next number is nearly
 * always so, but its shape is not known; since a mask for fewer positions is the beginning of one for more, as many are
 * drawn as the largest batches so far had. What was not drawn ahead is waited for.
 */
export class DropoutBits {
  readonly #threads: DropoutThreads;
  /** One row on each side, as long as the positions of the largest batch so far. */
  #room: BatchShape = { rows: 1, sourceLength: 0, targetLength: 0 };
  /** Of each model the bits of #room, where the threads leave them. */
  #drawn: Float32Array = new Float32Array();
  /** The step that is, or is being, drawn there. */
  #ahead: number | undefined;
  /** What the last step was fed; as long as the largest so far needs. */
  #fed: Float32Array = new Float32Array();

  /**
   * @param traced the model that the program is of, which may have dropout where some of these have none: all is kept then
   * @param threads not shared with others; disposed with this
   */
  constructor(
    readonly models: readonly DropoutModel[],
    readonly traced: ModelConfig,
    threads = new DropoutThreads(),
  ) {
    this.#threads = threads;
  }

  /**
   * What a program of bitsSignature is fed at one step, compiled for as many replicas as there are models; valid until the
   * next call. Calls must not overlap.
   *
   * @throws HeldoutError internal where a thread that draws has ended
   */
  async draw(shape: BatchShape, step: number): Promise<Record<string, TensorValues>> {
    const { places, numbers } = placesOf(this.traced, shape);
    if (numbers === 0) return {};
    await this.#ready(shape, step);
    const room = placesOf(this.traced, this.#room);
    const length = numbers * this.models.length;
    if (this.#fed.length < length) this.#fed = new Float32Array(length);
    for (const model of this.models.keys()) {
      for (const [index, { offset, numbers: count }] of places.entries()) {
        const from = model * room.numbers + (room.places[index]?.offset ?? 0);
        this.#fed.set(this.#drawn.subarray(from, from + count), model * numbers + offset);
      }
    }
    this.#begin(step + 1);
    const kept = this.models.map(({ model }) => dropoutNumbers(model.dropout).kept);
    return { [bitsInput]: this.#fed.subarray(0, length), [scaleInput]: Float32Array.from(kept) };
  }

  async dispose(): Promise<void> {
    await this.#threads.dispose();
  }

  /** Until the bits of a step are there, of at least a shape's positions. */
  async #ready({ rows, sourceLength, targetLength }: BatchShape, step: number): Promise<void> {
    const [source, target] = [rows * sourceLength, rows * targetLength];
    const hasRoom = source <= this.#room.sourceLength && target <= this.#room.targetLength;
    if (!hasRoom || this.#ahead !== step) {
      await this.#threads.finish();
      if (!hasRoom) this.#makeRoom(source, target);
      this.#begin(step);
    }
    await this.#threads.finish();
  }

  #makeRoom(source: number, target: number): void {
    const room = {
      rows: 1,
      sourceLength: Math.max(this.#room.sourceLength, source),
      targetLength: Math.max(this.#room.targetLength, target),
    };
    const { places, numbers } = placesOf(this.traced, room);
    const draws = this.models.flatMap(({ model, seed }, index) =>
      places.map(({ site, offset, numbers: count }) => {
        const { key0, key1 } = new RandomStream(seed, `dropout/${site}`).key;
        const { threshold } = dropoutNumbers(model.dropout);
        return { numbers: count, at: index * numbers + offset, key0, key1, threshold };
      }),
    );
    this.#room = room;
    this.#drawn = this.#threads.arrange(draws, numbers * this.models.length);
  }

  #begin(step: number): void {
    this.#ahead = step;
    this.#threads.begin(step);
  }
}
