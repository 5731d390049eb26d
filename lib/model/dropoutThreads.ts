import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { HeldoutError } from '@/lib/domain/errors';
import { kernelModule } from './hostKernels/kernelMemory';

/** A mask's bits, drawn at every step: a call of the kernel dropoutBits. */
export interface Draw {
  /** Of 16 elements each. */
  readonly numbers: number;
  /** Where they come to lie among all, in numbers. */
  readonly at: number;
  readonly key0: number;
  readonly key1: number;
  readonly threshold: number;
}

/** What a thread draws, and where all of them write it to. */
export interface Share {
  readonly draws: readonly Draw[];
  readonly shared: SharedArrayBuffer;
}

export interface DropoutThreadsOptions {
  /** What a thread runs. */
  readonly program?: URL;
  /** How many threads so many numbers a step are worth. */
  readonly threadsFor?: (numbers: number) => number;
}

const ownProgram = new URL('./dropoutThread.mjs', import.meta.url);

/** One core draws as many in about 5 ms, which is what the host needs for the rest of a step on a device. */
const numbersAThread = 300_000;

function usefulThreads(numbers: number): number {
  const spareCores = Math.max(1, availableParallelism() - 1);
  return Math.min(spareCores, Math.ceil(numbers / numbersAThread));
}

/**
 * Threads that draw the dropout masks of one step after the other while this one does something else. They are started
 * with the first draws that are arranged, as many as those are worth, and do not keep the process alive.
 */
export class DropoutThreads {
  readonly #threads: DropoutThread[] = [];

  /** @param options for tests */
  constructor(readonly options: DropoutThreadsOptions = {}) {}

  /**
   * What is drawn at each step from here on. No step may be under way.
   *
   * @param numbers of all draws together
   * @returns where they are after each step
   */
  arrange(draws: readonly Draw[], numbers: number): Float32Array {
    const { program = ownProgram, threadsFor = usefulThreads } = this.options;
    const count = Math.min(draws.length, threadsFor(numbers));
    while (this.#threads.length < count) this.#threads.push(new DropoutThread(program));
    const shared = new SharedArrayBuffer(4 * numbers);
    for (const [index, thread] of this.#threads.entries()) {
      // Dealt out in turn: neighbours are of the same size.
      thread.take({ draws: draws.filter((_, at) => at % this.#threads.length === index), shared });
    }
    return new Float32Array(shared);
  }

  /** Begins to draw a step; the one before must be finished. */
  begin(step: number): void {
    for (const thread of this.#threads) thread.begin(step);
  }

  /**
   * Waits for the step that was begun, if any.
   *
   * @throws HeldoutError internal where a thread has ended
   */
  async finish(): Promise<void> {
    for (const thread of this.#threads) await thread.finish();
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map((thread) => thread.end()));
  }
}

class DropoutThread {
  readonly #worker: Worker;
  #step = 0;
  #isDrawing = false;
  #failure: HeldoutError | undefined;
  #wake: () => void = () => undefined;

  constructor(program: URL) {
    // Without this process's own flags: a loader of TypeScript is nothing that it needs.
    this.#worker = new Worker(program, { workerData: kernelModule(), execArgv: [] });
    this.#worker.unref();
    this.#worker.on('message', () => {
      this.#isDrawing = false;
      this.#wake();
    });
    this.#worker.on('error', (cause) => this.#fail(String(cause), cause));
    this.#worker.on('exit', (code) => this.#fail(`exit code ${code}`));
  }

  take(share: Share): void {
    this.#worker.postMessage(share);
  }

  begin(step: number): void {
    this.#step = step;
    this.#isDrawing = true;
    this.#worker.postMessage(step);
  }

  async finish(): Promise<void> {
    if (this.#isDrawing && this.#failure === undefined) {
      // What is waited for keeps the process alive.
      this.#worker.ref();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#worker.unref();
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  /** The first reason counts: a thread that throws exits after it. */
  #fail(how: string, cause?: unknown): void {
    this.#failure ??= new HeldoutError(
      'internal',
      `Drawing the dropout masks of step ${this.#step} failed: a thread ended (${how}), expected it to draw until ` +
        'training ends.',
      { cause },
    );
    this.#wake();
  }
}
