import { type ChildProcess, spawn } from 'node:child_process';
import { z } from 'zod';
import { trainerEnvironment } from './bootstrap/trainerEnvironment.mjs';
import { lastWords } from './childTask';
import { argumentsFor, programRoot } from './ownProcess';
import { engineIdSchema } from './trainerMessages';

const count = z.int().min(1);

/** What each process is told: models of the study's kind and the engine that trains them. */
export const concurrentTaskSchema = z.object({
  engine: engineIdSchema,
  threads: count,
  dModel: count,
  /** Of the encoder, and as many of the decoder. */
  layers: count,
  /** Models that it steps together as one graph (createReplicaTraining); default: 1. */
  replicas: count.optional(),
  /** Of every step, without padding; default: the study's. */
  batch: z.object({ rows: count, sourceLength: count, targetLength: count }).optional(),
});

export interface ConcurrentTrainingOptions extends z.infer<typeof concurrentTaskSchema> {
  /** Processes, each with models of its own. */
  readonly trainers: number;
  /** How long they train at once, in milliseconds. */
  readonly windowMs: number;
  /** For all to be ready, and again for their answers. Then they are killed. */
  readonly limitMs: number;
  /** Beside this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export type ConcurrentTraining =
  /** Of all models of all trainers together: a step is an update of one model. */
  | { ok: true; steps: number; stepsPerSecond: number; tokensPerSecond: number }
  | { ok: false; reason: string };

export const concurrentReadySchema = z.object({ type: z.literal('ready') });
export const concurrentGoSchema = z.object({ type: z.literal('go'), windowMs: z.number().positive() });
export const concurrentDoneSchema = z.object({
  type: z.literal('done'),
  /** Updates of one model: of several replicas, each step counts as often. */
  steps: z.int().min(1),
  /** From this trainer's first step of the window to the end of its last. */
  milliseconds: z.number().positive(),
  tokens: z.int(),
});
const messageSchema = z.discriminatedUnion('type', [
  concurrentReadySchema,
  concurrentDoneSchema,
  z.object({ type: z.literal('failed'), reason: z.string() }),
]);

/**
 * Trains the same model in several processes at once, or several of it in each, and adds up what they do: all compile and
 * warm up first, then start together and train for the window. Never throws for what an engine or a driver does: one that
 * fails, for want of memory for one, is the answer.
 */
export async function trainConcurrently(options: ConcurrentTrainingOptions): Promise<ConcurrentTraining> {
  const trainers = Array.from({ length: options.trainers }, () => new Trainer(options));
  let timer: NodeJS.Timeout | undefined;
  const kill = () => {
    for (const trainer of trainers) trainer.kill();
  };
  const within = <Value>(work: Promise<Value>): Promise<Value> => {
    clearTimeout(timer);
    timer = setTimeout(kill, options.limitMs);
    return work;
  };
  options.signal?.addEventListener('abort', kill, { once: true });
  if (options.signal?.aborted) kill();
  try {
    await within(Promise.all(trainers.map((trainer) => trainer.ready)));
    for (const trainer of trainers) trainer.go(options.windowMs);
    const done = await within(Promise.all(trainers.map((trainer) => trainer.done)));
    const sum = (rateOf: (each: z.infer<typeof concurrentDoneSchema>) => number) =>
      done.reduce((total, each) => total + (1000 * rateOf(each)) / each.milliseconds, 0);
    return {
      ok: true,
      steps: done.reduce((total, { steps }) => total + steps, 0),
      stepsPerSecond: sum(({ steps }) => steps),
      tokensPerSecond: sum(({ tokens }) => tokens),
    };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', kill);
    kill();
    await Promise.all(trainers.map((trainer) => trainer.gone));
  }
}

/** One process of them. Its promises reject once it has failed or gone. */
class Trainer {
  readonly #child: ChildProcess;
  readonly ready: Promise<unknown>;
  readonly done: Promise<z.infer<typeof concurrentDoneSchema>>;
  /** Its memory is the system's again. */
  readonly gone: Promise<unknown>;

  constructor({ engine, threads, dModel, layers, replicas, batch, env }: ConcurrentTrainingOptions) {
    const script = new URL('./concurrentTrainingTask.ts', import.meta.url);
    const task: z.infer<typeof concurrentTaskSchema> = { engine, threads, dModel, layers, replicas, batch };
    const child = spawn(process.execPath, argumentsFor(script, [JSON.stringify(task)]), {
      cwd: programRoot,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...trainerEnvironment, ...env },
    });
    this.#child = child;
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output = (output + chunk.toString('utf8')).slice(-keptOutputCharacters);
      });
    }
    const messages = new Map<string, (message: z.infer<typeof messageSchema>) => void>();
    let fail: (reason: Error) => void = () => undefined;
    const failed = new Promise<never>((_, reject) => {
      fail = reject;
    });
    const message = (type: string) =>
      new Promise<z.infer<typeof messageSchema>>((resolve) => messages.set(type, resolve));
    this.ready = Promise.race([message('ready'), failed]);
    this.done = Promise.race([message('done').then((done) => concurrentDoneSchema.parse(done)), failed]);
    // Whoever waits for the first hears of a failure; the second would go unheard.
    this.done.catch(() => undefined);
    child.on('message', (raw) => {
      const parsed = messageSchema.safeParse(raw);
      if (!parsed.success) fail(new Error(`a trainer sent a message that is none: ${parsed.error.message}`));
      else if (parsed.data.type === 'failed') fail(new Error(parsed.data.reason));
      else messages.get(parsed.data.type)?.(parsed.data);
    });
    this.gone = new Promise((resolve) => {
      const ended = (how: string) => {
        fail(new Error(`a trainer's process ended (${how})${lastWords(output)}`));
        resolve(undefined);
      };
      child.once('error', (error) => ended(error.message));
      child.once('close', (code, signal) => ended(signal ?? `exit code ${code}`));
    });
  }

  go(windowMs: number): void {
    if (this.#child.connected) this.#child.send({ type: 'go', windowMs }, () => undefined);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

const keptOutputCharacters = 64 * 1024;
