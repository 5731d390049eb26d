import type { EngineState, TensorValues } from '@/lib/engine/engine';
import { endId, type ModelConfig, startId } from './config';
import { cacheName, type DecodeShape, decodeStepProgram, encodeProgram, freshName } from './decodePrograms';
import type { ExecutableCache } from './executableCache';

/** Rows decoded together, and the step to which source lengths are rounded up: they bound the number of graphs. */
const rowsPerChunk = 64;
const fewRows = 8;
const lengthStep = 8;

type Feeds = Readonly<Record<string, TensorValues>>;

/**
 * The most probable token at each position, given the ones chosen before it, until END or maxNewTokens (at most the
 * model's maxLength). Keys and values of earlier positions are kept, so each step computes one position a sentence.
 * Sentences of similar length go together, because a chunk ends with its longest.
 *
 * @returns for each source, in the given order, the chosen tokens without START and END
 */
export async function decodeGreedily(
  config: ModelConfig,
  executables: ExecutableCache,
  parameters: EngineState,
  sources: readonly Int32Array[],
  maxNewTokens: number,
): Promise<number[][]> {
  const results: number[][] = sources.map(() => []);
  const steps = Math.min(maxNewTokens, config.maxLength);
  const byLength = [...sources.entries()].sort(([, a], [, b]) => a.length - b.length);
  const rows = sources.length <= fewRows ? fewRows : rowsPerChunk;
  for (let first = 0; first < byLength.length; first += rows) {
    const chunk = byLength.slice(first, first + rows);
    const longest = chunk.at(-1)?.[1].length ?? 0;
    const sourceLength = Math.min(
      config.maxLength,
      Math.max(1, Math.ceil(longest / lengthStep)) * lengthStep,
    );
    const shape = { rows, sourceLength, capacity: steps };
    const decoded = await decodeChunk(
      config,
      executables,
      parameters,
      chunk.map(([, source]) => source),
      shape,
    );
    for (const [row, [index]] of chunk.entries()) results[index] = decoded[row] ?? [];
  }
  return results;
}

async function decodeChunk(
  config: ModelConfig,
  executables: ExecutableCache,
  parameters: EngineState,
  sources: readonly Int32Array[],
  shape: DecodeShape,
): Promise<number[][]> {
  const { rows, sourceLength, capacity } = shape;
  const encoder = await executables.get(
    `encode ${rows} x ${sourceLength}`,
    () => encodeProgram(config, shape),
    [parameters],
  );
  const decoder = await executables.get(
    `decode ${rows} x ${sourceLength} + ${capacity}`,
    () => decodeStepProgram(config, shape),
    [parameters],
  );
  const source = new Int32Array(rows * sourceLength);
  for (const [row, ids] of sources.entries()) source.set(ids, row * sourceLength);
  const encoded = await encoder.run({ source });

  const cache = new KeyValueCache(config, shape);
  const tokens = new Int32Array(rows).fill(startId);
  const position = new Int32Array(1);
  const results: number[][] = sources.map(() => []);
  const open = new Set(results.keys());
  for (let step = 0; step < capacity && open.size > 0; step += 1) {
    position[0] = step;
    const outputs = await decoder.run({ ...encoded, ...cache.feeds, tokens, position });
    cache.append(outputs, step);
    for (const [row, token] of (outputs['next'] ?? []).entries()) {
      tokens[row] = token;
      if (token === endId) open.delete(row);
      else if (open.has(row)) results[row]?.push(token);
    }
  }
  return results;
}

/** For each decoder layer, keys and values of the positions so far: [rows, heads, capacity, dHead], zero where empty. */
class KeyValueCache {
  readonly feeds: Readonly<Record<string, Float32Array>>;
  readonly #parts: readonly { readonly cached: Float32Array; readonly fresh: string }[];
  readonly #capacity: number;
  readonly #dHead: number;

  constructor({ heads, dModel, decoderLayers }: ModelConfig, { rows, capacity }: DecodeShape) {
    this.#capacity = capacity;
    this.#dHead = dModel / heads;
    const parts = Array.from({ length: decoderLayers }, (_, layer) =>
      (['keys', 'values'] as const).map((part) => ({
        name: cacheName(layer, part),
        fresh: freshName(layer, part),
        cached: new Float32Array(rows * capacity * dModel),
      })),
    ).flat();
    this.#parts = parts;
    this.feeds = Object.fromEntries(parts.map(({ name, cached }) => [name, cached]));
  }

  /** Puts one position's keys and values, [rows, heads, 1, dHead], in their places. */
  append(outputs: Feeds, position: number): void {
    const dHead = this.#dHead;
    for (const { cached, fresh } of this.#parts) {
      const added = outputs[fresh] ?? new Float32Array();
      for (let at = 0; at < added.length; at += dHead) {
        const head = at / dHead;
        cached.set(added.subarray(at, at + dHead), (head * this.#capacity + position) * dHead);
      }
    }
  }
}
