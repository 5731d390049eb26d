import type { Engine, EngineState, Signature, TensorSpec } from '@/lib/engine/engine';
import type { ModelConfig } from './config';
import { forReplicas } from './replicas';

/** What a decoder layer's attention looks at. */
export type Part = 'keys' | 'values';

/** Keys, values and mask of the sources, written once a chunk. */
export interface CrossShape {
  readonly groups: number;
  /** Source positions, padding included. */
  readonly sourceLength: number;
}

/** Keys and values of the targets so far. */
export interface CacheShape {
  readonly rows: number;
  /** Target positions that there is room for. */
  readonly capacity: number;
}

/** Names hold the shape, so that one program can read a state and write one of another shape. */
export const crossName = ({ groups, sourceLength }: CrossShape, layer: number, part: Part) =>
  `cross/${groups}x${sourceLength}/${layer}/${part}`;
export const maskName = ({ groups, sourceLength }: CrossShape) => `cross/${groups}x${sourceLength}/mask`;
export const cacheName = ({ rows, capacity }: CacheShape, layer: number, part: Part) =>
  `cache/${rows}x${capacity}/${layer}/${part}`;

/** Keys and values of every decoder layer by name. */
export function everyPart<Value>(
  { decoderLayers }: ModelConfig,
  name: (layer: number, part: Part) => string,
  value: (layer: number, part: Part) => Value,
): Record<string, Value> {
  const layers = Array.from({ length: decoderLayers }, (_, layer) => layer);
  return Object.fromEntries(
    layers.flatMap((layer) => [
      [name(layer, 'keys'), value(layer, 'keys')] as const,
      [name(layer, 'values'), value(layer, 'values')] as const,
    ]),
  );
}

/** [groups, heads, sourceLength, dHead] a part, and the mask [groups, 1, 1, sourceLength] (see paddingScores). */
export function crossSignature(config: ModelConfig, shape: CrossShape): Signature {
  const spec = perHead(config, shape.groups, shape.sourceLength);
  return {
    ...everyPart(
      config,
      (layer, part) => crossName(shape, layer, part),
      () => spec,
    ),
    [maskName(shape)]: { shape: [shape.groups, 1, 1, shape.sourceLength], type: 'float32' },
  };
}

/** [rows, heads, capacity, dHead] a part. */
export function cacheSignature(config: ModelConfig, shape: CacheShape): Signature {
  const spec = perHead(config, shape.rows, shape.capacity);
  return everyPart(
    config,
    (layer, part) => cacheName(shape, layer, part),
    () => spec,
  );
}

function perHead({ heads, dModel }: ModelConfig, rows: number, length: number): TensorSpec {
  return { shape: [rows, heads, length, dModel / heads], type: 'float32' };
}

/** One state a shape, made when it is first needed and used again by every chunk of that shape. */
export class DecodeStates {
  readonly #engine: Engine;
  readonly #config: ModelConfig;
  readonly #states = new Map<string, EngineState>();

  /** @param replicas of programs compiled for so many (CompileOptions): a state has a part for each */
  constructor(
    engine: Engine,
    config: ModelConfig,
    readonly replicas?: number,
  ) {
    this.#engine = engine;
    this.#config = config;
  }

  /** Where the states are. */
  get memory(): Engine['memory'] {
    return this.#engine.memory;
  }

  cross(shape: CrossShape): Promise<EngineState> {
    return this.#get(maskName(shape), crossSignature(this.#config, shape));
  }

  cache(shape: CacheShape): Promise<EngineState> {
    return this.#get(cacheName(shape, 0, 'keys'), cacheSignature(this.#config, shape));
  }

  async dispose(): Promise<void> {
    const states = [...this.#states.values()];
    this.#states.clear();
    await Promise.all(states.map((state) => state.dispose()));
  }

  async #get(key: string, ofOne: Signature): Promise<EngineState> {
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    const signature = this.replicas === undefined ? ofOne : forReplicas(ofOne, this.replicas);
    const zeros = Object.entries(signature).map(([name, { shape }]) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return [name, new Float32Array(size)] as const;
    });
    const made = await this.#engine.createState(signature, Object.fromEntries(zeros));
    this.#states.set(key, made);
    return made;
  }
}
