import { spawn } from 'node:child_process';
import { z } from 'zod';
import { type ErrorCode, errorCodes, HeldoutError } from '@/lib/domain/errors';
import { toJsonText } from '@/lib/domain/metric';
import { argumentsFor, programRoot } from './ownProcess';

/**
 * Work that native code may abort or never return from, in a process of its own: a crash, a hang or a broken driver is
 * an answer and not the end of whoever asked.
 */

/** Of what the process writes beside its answer, this much at the end is kept. */
const keptOutputCharacters = 256 * 1024;
const lastWordsCharacters = 400;

const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), code: z.enum(errorCodes), message: z.string() }),
]);

/** `output` is what the process wrote to standard output and standard error. */
export type TaskResult<T> =
  | { ok: true; value: T; output: string }
  /** Without a code the process gave no answer: the reason says how it ended. */
  | { ok: false; code: ErrorCode | undefined; reason: string; output: string };

export interface TaskOptions<T> {
  script: URL;
  args: readonly string[];
  /** Of the answer. NaN and infinities arrive by name (metricValueSchema). */
  schema: z.ZodType<T>;
  /** Then the process is killed. */
  limitMs: number;
  /** Beside this process's own environment. */
  env?: Readonly<Record<string, string>>;
  /** Aborted: the process is killed, which is how it ended then. */
  signal?: AbortSignal;
}

export function runTask<T>({
  script,
  args,
  schema,
  limitMs,
  env,
  signal,
}: TaskOptions<T>): Promise<TaskResult<T>> {
  const child = spawn(process.execPath, argumentsFor(script, args), {
    cwd: programRoot,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-keptOutputCharacters);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  let isLate = false;
  const limit = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, limitMs);
  const abort = () => child.kill('SIGKILL');
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });

  return new Promise((resolve, reject) => {
    let answer: unknown;
    child.once('message', (message) => {
      answer = message;
      // It has nothing more to say, and a driver may hang or abort when it is taken down in order.
      child.kill('SIGKILL');
    });
    child.once('error', (error) => {
      clearTimeout(limit);
      resolve({ ok: false, code: undefined, reason: `it could not be started: ${error.message}`, output });
    });
    child.once('close', (code, endSignal) => {
      clearTimeout(limit);
      signal?.removeEventListener('abort', abort);
      if (answer !== undefined) {
        try {
          resolve({ ...parseAnswer(answer, schema), output });
        } catch (error) {
          reject(error);
        }
        return;
      }
      const how = isLate
        ? `it gave no answer in ${limitMs / 1000} s`
        : `it ended with ${endSignal ?? `exit code ${code}`}`;
      resolve({ ok: false, code: undefined, reason: `${how}${lastWords(output)}`, output });
    });
  });
}

type ParsedAnswer<T> = { ok: true; value: T } | { ok: false; code: ErrorCode | undefined; reason: string };

function parseAnswer<T>(message: unknown, schema: z.ZodType<T>): ParsedAnswer<T> {
  const answer = answerSchema.parse(JSON.parse(z.string().parse(message)));
  if (!answer.ok) return { ok: false, code: answer.code, reason: answer.message };
  return { ok: true, value: schema.parse(answer.value) };
}

/** The Vulkan loader tells what it does on lines that begin so; its errors and warnings are worth hearing. */
const loaderChatter = /^(INFO|DEBUG|DRIVER|LAYER|PERF)\b[^:]*:/;

/** Of what a process wrote before it ended: its error, else its last line, after a colon; empty where it said nothing. */
export function lastWords(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !loaderChatter.test(line));
  const words = lines.find((line) => /error/i.test(line)) ?? lines.at(-1);
  return words === undefined ? '' : `: ${words.trim().slice(0, lastWordsCharacters)}`;
}

/** The child's side: does the work, sends its value or its error, and waits to be killed. */
export async function answerTask(work: () => Promise<unknown>): Promise<void> {
  if (!process.send) {
    console.error(
      'This script is started by heldout, which reads its answer; see npm run heldout -- --help.',
    );
    process.exit(2);
  }
  // Whoever asked is gone.
  process.on('disconnect', () => process.exit(1));
  try {
    process.send(toJsonText({ ok: true, value: await work() }));
  } catch (error) {
    const code: ErrorCode = error instanceof HeldoutError ? error.code : 'internal';
    const message = error instanceof Error ? error.message : String(error);
    process.send(toJsonText({ ok: false, code, message: message.replace(/\s+/g, ' ').trim() }));
  }
}
