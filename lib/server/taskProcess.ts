import { type ChildProcess, fork } from 'node:child_process';
import { z } from 'zod';
import { errorCodes, HeldoutError } from '@/lib/domain/errors';
import { type ProcessName, startOf } from '@/lib/program/compiled.mjs';

/** After so long without a task the process ends, and its memory goes back. */
const idleMs = 5 * 60_000;

const answerSchema = z.discriminatedUnion('ok', [
  z.object({ id: z.int(), ok: z.literal(true), value: z.unknown() }),
  z.object({
    id: z.int(),
    ok: z.literal(false),
    code: z.enum(errorCodes),
    message: z.string(),
    path: z.string().optional(),
  }),
]);
type Answer = z.infer<typeof answerSchema>;

interface Running {
  lastId: number;
  child: ChildProcess;
  waiting: Map<number, { resolve: (answer: Answer) => void; reject: (error: HeldoutError) => void }>;
  idle: NodeJS.Timeout | undefined;
}

declare global {
  // Next bundles pages and route handlers apart: one process of each script for all bundles.
  var heldoutTaskProcesses: Map<string, Running> | undefined;
}

export interface TaskProcess {
  /** It answers {id, task} with {id, ok, value} or {id, ok, code, message}. */
  name: ProcessName;
  /** For the message where it ended before it answered. */
  failure: (reason: string) => string;
}

/**
 * Has a task done in a process of its own, which is started at the first one, does one after the other, and ends after
 * some minutes without any.
 *
 * @throws HeldoutError as the task's process answers; internal where it ended before it answered
 */
export async function runInProcess<T>(process: TaskProcess, task: object, schema: z.ZodType<T>): Promise<T> {
  const key = process.name;
  globalThis.heldoutTaskProcesses ??= new Map();
  const running = globalThis.heldoutTaskProcesses.get(key) ?? start(key, process);
  clearTimeout(running.idle);
  running.lastId++;
  const id = running.lastId;
  const answer = await new Promise<Answer>((resolve, reject) => {
    running.waiting.set(id, { resolve, reject });
    // Busy, it keeps the server alive; idle, it does not.
    running.child.ref();
    running.child.channel?.ref();
    running.child.send({ id, task });
  });
  if (answer.ok) return schema.parse(answer.value);
  throw new HeldoutError(answer.code, answer.message, { path: answer.path });
}

function start(key: string, { name, failure }: TaskProcess): Running {
  const { execArgv, file } = startOf(process.cwd(), name);
  const child = fork(file, [], {
    execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const running: Running = { lastId: 0, child, waiting: new Map(), idle: undefined };
  globalThis.heldoutTaskProcesses?.set(key, running);
  child.on('message', (message) => {
    const answer = answerSchema.parse(message);
    running.waiting.get(answer.id)?.resolve(answer);
    running.waiting.delete(answer.id);
    if (running.waiting.size === 0) rest(key, running);
  });
  const end = (reason: string) => {
    clearTimeout(running.idle);
    forget(key, running);
    for (const { reject } of running.waiting.values()) reject(new HeldoutError('internal', failure(reason)));
    running.waiting.clear();
  };
  child.once('error', (error) => end(error.message));
  child.once('exit', (code, signal) =>
    end(signal ? `it was ended by ${signal}` : `its exit code was ${code}`),
  );
  return running;
}

function rest(key: string, running: Running): void {
  running.child.unref();
  running.child.channel?.unref();
  running.idle = setTimeout(() => {
    // The next task starts another one, whenever this one has ended.
    forget(key, running);
    running.child.disconnect();
  }, idleMs);
  running.idle.unref();
}

function forget(key: string, running: Running): void {
  if (globalThis.heldoutTaskProcesses?.get(key) === running) globalThis.heldoutTaskProcesses.delete(key);
}
