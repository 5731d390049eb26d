import type { EngineState, TensorValues } from '@/lib/engine/engine';
import type { ModelConfig } from './config';
import { cacheOf, crossOf, type DecodeShape, encodeProgram, moveProgram } from './decodePrograms';
import { cacheCapacity, crossLength, encodedLength, groupsFor } from './decodeShapes';
import type { DecodeStates } from './decodeState';
import type { ExecutableCache } from './executableCache';
import type { ShapedProgram } from './programs';
import { partsByName, stackedByName } from './replicas';

/** What decoding runs with: one model, or as many replicas as the states have parts for. */
export interface DecodeContext {
  readonly config: ModelConfig;
  readonly executables: ExecutableCache;
  readonly parameters: EngineState;
  readonly states: DecodeStates;
}

/**
 * Some sentences that are decoded together: `width` rows each, with their keys and values where the engine computes. Of
 * several replicas, each has sentences of its own in rows of its own; where one has fewer than another, the rest of its
 * rows is computed for nothing.
 */
export class DecodeChunk {
  #shape: DecodeShape;

  private constructor(
    readonly context: DecodeContext,
    shape: DecodeShape,
  ) {
    this.#shape = shape;
  }

  /**
   * Encodes the sources (see planChunks), in the groups 0, 1, …
   *
   * @param sources of each replica
   */
  static async encode(
    context: DecodeContext,
    sources: readonly (readonly Int32Array[])[],
    width: number,
  ): Promise<DecodeChunk> {
    const longest = sources.flat().reduce((length, source) => Math.max(length, source.length), 0);
    const encoded = encodedLength(longest, context.config.maxLength);
    const groups = groupsFor(mostOf(sources), width);
    const shape = { groups, width, sourceLength: crossLength(encoded), capacity: cacheCapacity(1) };
    const chunk = new DecodeChunk(context, shape);
    const feeds = sources.map((own) => {
      const source = new Int32Array(groups * encoded);
      for (const [group, ids] of own.entries()) source.set(ids, group * encoded);
      return { source };
    });
    const encoder = await context.executables.get(
      `encode ${encoded} ${chunk.#name()}`,
      () => encodeProgram(context.config, shape, encoded),
      [context.parameters, ...(await chunk.#states())],
      context.states.replicas,
    );
    await encoder.run(stackedByName(feeds));
    return chunk;
  }

  get groups(): number {
    return this.#shape.groups;
  }

  /** Of each replica. */
  get rows(): number {
    return this.#shape.groups * this.#shape.width;
  }

  /**
   * Whether to call keep before decoding at a position: to make room for it, or because half of the rows would be
   * computed for nothing.
   *
   * @param left of each replica, the sentences that are left
   */
  shouldMove(position: number, left: readonly (readonly unknown[])[]): boolean {
    return position >= this.#shape.capacity || this.#fitting(mostOf(left)) < this.groups;
  }

  /**
   * Keeps some sentences, in their order, for decoding at a position and after it.
   *
   * @param kept of each replica, their groups
   * @param rows of each replica, for each row of a kept group, the row whose keys and values it takes over
   */
  async keep(
    kept: readonly (readonly number[])[],
    rows: readonly (readonly number[])[],
    position: number,
  ): Promise<void> {
    const { config, executables, states: decodeStates } = this.context;
    const [from, name, states] = [this.#shape, this.#name(), await this.#states()];
    const groups = this.#fitting(mostOf(kept));
    const to = { ...from, groups, capacity: Math.max(from.capacity, cacheCapacity(position + 1)) };
    this.#shape = to;
    const move = await executables.get(
      `move ${name} to ${this.#name()}`,
      () => moveProgram(config, from, to),
      // Where only the cache grows, the sources' state is read and written; it is given once.
      [...new Set([...states, ...(await this.#states())])],
      decodeStates.replicas,
    );
    const feeds = kept.map((own, replica) => ({
      groups: filled(to.groups, own),
      rows: filled(to.groups * to.width, rows[replica] ?? []),
    }));
    await move.run(stackedByName(feeds));
  }

  /**
   * Runs a program that decodes one position.
   *
   * @param feeds of each replica
   * @returns its outputs, of each replica, until the next run
   */
  async step(
    name: string,
    describe: (shape: DecodeShape) => ShapedProgram,
    feeds: readonly Readonly<Record<string, TensorValues>>[],
  ): Promise<Readonly<Record<string, TensorValues>>[]> {
    const { executables, parameters, states } = this.context;
    const step = await executables.get(
      `${name} ${this.#name()}`,
      () => describe(this.#shape),
      [parameters, ...(await this.#states())],
      states.replicas,
    );
    return partsByName(await step.run(stackedByName(feeds)), feeds.length);
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

/** Of lists, one a replica, the length of the longest. */
export function mostOf(lists: readonly (readonly unknown[])[]): number {
  return Math.max(0, ...lists.map(({ length }) => length));
}

/** Ends with zeros: rows that nothing is read from take over what row 0 has. */
function filled(size: number, values: readonly number[]): Int32Array {
  const result = new Int32Array(size);
  result.set(values);
  return result;
}
