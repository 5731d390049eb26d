import { allocate, checkFirstValues, checkStateValues } from './tensors';
import type { HostState, Signature, TensorValues } from './types';

/**
 * A state as typed arrays. A tensor that programs replace gets a second array, made at its first replacement: a run reads
 * one and writes the other, then they change places, so nothing is copied.
 */
export class HostArrays implements HostState {
  readonly #arrays: Record<string, TensorValues>;
  readonly #spares = new Map<string, TensorValues>();

  constructor(
    readonly signature: Signature,
    values: Readonly<Record<string, TensorValues>>,
  ) {
    const checked = checkFirstValues(signature, values);
    this.#arrays = Object.fromEntries(checked.map(([name, , given]) => [name, given]));
  }

  get arrays(): Readonly<Record<string, TensorValues>> {
    return this.#arrays;
  }

  /** Where a run writes the tensor's next value. */
  spare(name: string): TensorValues {
    const known = this.#spares.get(name);
    if (known !== undefined) return known;
    const spec = this.signature[name];
    if (spec === undefined) throw new RangeError(`the state has no tensor ${name}`);
    const made = allocate(spec);
    this.#spares.set(name, made);
    return made;
  }

  /** Makes what a run wrote to the spare array the tensor's value. */
  swap(name: string): void {
    const spare = this.spare(name);
    const current = this.#arrays[name];
    if (current !== undefined) this.#spares.set(name, current);
    this.#arrays[name] = spare;
  }

  async read(names: readonly string[] = Object.keys(this.signature)): Promise<Record<string, TensorValues>> {
    return Object.fromEntries(
      names.flatMap((name) => {
        const values = this.#arrays[name];
        return values === undefined ? [] : [[name, values.slice()]];
      }),
    );
  }

  async write(values: Readonly<Record<string, TensorValues>>): Promise<void> {
    for (const [name, , given] of checkStateValues(this.signature, values)) this.#arrays[name]?.set(given);
  }

  async dispose(): Promise<void> {
    this.#spares.clear();
  }
}
