import type { EngineState, TensorValues } from '@/lib/engine/engine';
import type { ModelConfig } from './config';
import { cacheOf, crossOf, type DecodeShape, encodeProgram, moveProgram } from './decodePrograms';
import { cacheCapacity, crossLength, encodedLength, groupsFor } from './decodeShapes';
import type { DecodeStates } from './decodeState';
import type { ExecutableCache } from './executableCache';
import type { ShapedProgram } from './programs';

/** What decoding runs with. */
export interface DecodeContext {
  readonly config: ModelConfig;
  readonly executables: ExecutableCache;
  readonly parameters: EngineState;
  readonly states: DecodeStates;
}

/** Some sentences that are decoded together: `width` rows each, with their keys and values where the engine computes. */
export class DecodeChunk {
  #shape: DecodeShape;

  private constructor(
    readonly context: DecodeContext,
    shape: DecodeShape,
  ) {
    this.#shape = shape;
  }

  /** Encodes the sources (see planChunks), in the groups 0, 1, … */
  static async encode(
    context: DecodeContext,
    sources: readonly Int32Array[],
    width: number,
  ): Promise<DecodeChunk> {
    const longest = sources.reduce((length, source) => Math.max(length, source.length), 0);
    const encoded = encodedLength(longest, context.config.maxLength);
    const groups = groupsFor(sources.length, width);
    const shape = { groups, width, sourceLength: crossLength(encoded), capacity: cacheCapacity(1) };
    const chunk = new DecodeChunk(context, shape);
    const padded = new Int32Array(groups * encoded);
    for (const [group, source] of sources.entries()) padded.set(source, group * encoded);
    const encoder = await context.executables.get(
      `encode ${encoded} ${chunk.#name()}`,
      () => encodeProgram(context.config, shape, encoded),
      [context.parameters, ...(await chunk.#states())],
    );
    await encoder.run({ source: padded });
    return chunk;
  }

  get groups(): number {
    return this.#shape.groups;
  }

  get rows(): number {
    return this.#shape.groups * this.#shape.width;
  }

  /**
   * Whether to call keep before decoding at a position when so many sentences are left: to make room for it, or because
   * half of the rows would be computed for nothing.
   */
  shouldMove(position: number, left: number): boolean {
    return position >= this.#shape.capacity || this.#fitting(left) < this.groups;
  }

  /**
   * Keeps some sentences, in their order, for decoding at a position and after it.
   *
   * @param kept their groups
   * @param rows for each row of a kept group, the row whose keys and values it takes over
   */
  async keep(kept: readonly number[], rows: readonly number[], position: number): Promise<void> {
    const { config, executables } = this.context;
    const [from, name, states] = [this.#shape, this.#name(), await this.#states()];
    const groups = this.#fitting(kept.length);
    const to = { ...from, groups, capacity: Math.max(from.capacity, cacheCapacity(position + 1)) };
    this.#shape = to;
    const move = await executables.get(
      `move ${name} to ${this.#name()}`,
      () => moveProgram(config, from, to),
      // Where only the cache grows, the sources' state is read and written; it is given once.
      [...new Set([...states, ...(await this.#states())])],
    );
    await move.run({ groups: filled(to.groups, kept), rows: filled(to.groups * to.width, rows) });
  }

  /** Runs a program that decodes one position. */
  async step(
    name: string,
    describe: (shape: DecodeShape) => ShapedProgram,
    feeds: Readonly<Record<string, TensorValues>>,
  ): Promise<Readonly<Record<string, TensorValues>>> {
    const { executables, parameters } = this.context;
    const step = await executables.get(`${name} ${this.#name()}`, () => describe(this.#shape), [
      parameters,
      ...(await this.#states()),
    ]);
    return step.run(feeds);
  }

  /** The fewest groups to compute with for so many sentences. */
  #fitting(sentences: number): number {
    return Math.min(this.groups, groupsFor(sentences, this.#shape.width));
  }

  #name(): string {
    const { groups, width, sourceLength, capacity } = this.#shape;
    return `${groups} x ${width}, ${sourceLength} + ${capacity}`;
  }

  async #states(): Promise<EngineState[]> {
    const { states } = this.context;
    return [await states.cross(crossOf(this.#shape)), await states.cache(cacheOf(this.#shape))];
  }
}

/** Ends with zeros: rows that nothing is read from take over what row 0 has. */
function filled(size: number, values: readonly number[]): Int32Array {
  const result = new Int32Array(size);
  result.set(values);
  return result;
}
