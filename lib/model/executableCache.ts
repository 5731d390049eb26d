import type { CompileOptions, Engine, EngineState, Executable } from '@/lib/engine/engine';
import type { ShapedProgram } from './programs';

/** More graphs than a run's batch shapes need (24 of training, 4 of evaluation); what lies beyond is opened again. */
const capacity = 48;

/** One executable for each program and shape; the one used longest ago makes room for a new one. */
export class ExecutableCache {
  readonly #engine: Engine;
  /** In the order of their last use. */
  readonly #executables = new Map<string, Executable>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * @param states those that the program reads or writes: always the same ones for a key
   * @param replicas as CompileOptions
   */
  async get(
    key: string,
    describe: () => ShapedProgram,
    states: readonly EngineState[],
    replicas?: number,
  ): Promise<Executable> {
    const options = { states, ...(replicas === undefined ? {} : { replicas }) };
    const executable = this.#executables.get(key) ?? (await this.#compile(describe(), options));
    this.#executables.delete(key);
    this.#executables.set(key, executable);
    return executable;
  }

  async dispose(): Promise<void> {
    const executables = [...this.#executables.values()];
    this.#executables.clear();
    await Promise.all(executables.map((executable) => executable.dispose()));
  }

  async #compile({ program, signature }: ShapedProgram, options: CompileOptions): Promise<Executable> {
    const [oldest] = this.#executables;
    if (oldest !== undefined && this.#executables.size >= capacity) {
      const [key, executable] = oldest;
      this.#executables.delete(key);
      await executable.dispose();
    }
    return this.#engine.compile(program, signature, options);
  }
}
