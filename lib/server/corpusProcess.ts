import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { type CorpusTask, corpusAnswerSchemas } from '@/lib/data/corpusTasks/tasks';
import { isChinese } from '@/lib/data/importers/languages';
import type { RunConfig } from '@/lib/domain/config';
import type { Corpus } from '@/lib/domain/corpus';
import type { CorpusAnalysis, PairQuery, PairSearch, Tokenization } from '@/lib/domain/corpusAnalysis';
import { errorCodes, HeldoutError } from '@/lib/domain/errors';
import type { RunWork } from '@/lib/domain/estimate';
import type { SplitSpec } from '@/lib/domain/sweep';
import type { ServerContext } from './context';
import { corpusPath } from './corpusFiles';

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
  // Next bundles pages and route handlers apart: one process for all bundles.
  var heldoutCorpusProcess: Running | undefined;
}

/** The exact vocabulary sizes of runs before they are trained, and what they will compute, one a configuration. */
export function vocabularySizes(
  context: ServerContext,
  corpus: Corpus,
  split: SplitSpec,
  configs: readonly RunConfig[],
): Promise<{ source: number; target: number; work: RunWork }[]> {
  const task: CorpusTask = {
    kind: 'vocabularies',
    corpus: taskCorpus(context, corpus),
    split,
    configs: [...configs],
  };
  return runTask(task, corpusAnswerSchemas.vocabularies);
}

export function corpusAnalysis(
  context: ServerContext,
  corpus: Corpus,
  { split, config }: CorpusSettings,
): Promise<CorpusAnalysis> {
  const task: CorpusTask = { kind: 'analysis', corpus: taskCorpus(context, corpus), split, config };
  return runTask(task, corpusAnswerSchemas.analysis);
}

/** One sentence as a run with these settings would cut it. */
export function tokenization(
  context: ServerContext,
  corpus: Corpus,
  { split, config }: CorpusSettings,
  sentence: { side: 'source' | 'target'; text: string },
): Promise<Tokenization> {
  const task: CorpusTask = {
    kind: 'tokenization',
    corpus: taskCorpus(context, corpus),
    split,
    config,
    ...sentence,
  };
  return runTask(task, corpusAnswerSchemas.tokenization);
}

export function pairSearch(
  context: ServerContext,
  corpus: Corpus,
  split: SplitSpec,
  query: PairQuery,
): Promise<PairSearch> {
  const task: CorpusTask = { kind: 'search', corpus: taskCorpus(context, corpus), split, query };
  return runTask(task, corpusAnswerSchemas.search);
}

export interface CorpusSettings {
  split: SplitSpec;
  config: RunConfig;
}

function taskCorpus(context: ServerContext, { fingerprint, targetLanguage }: Corpus): CorpusTask['corpus'] {
  return {
    path: corpusPath(context, fingerprint),
    fingerprint,
    isChinese: isChinese(targetLanguage),
  };
}

/**
 * Has a task on a whole corpus done in a process of its own (lib/data/corpusTasks), which is started at the first one
 * and keeps the corpora used last. Rejected: doing it in the server's own process, where the preview of a sweep over a
 * million pairs would leave every report and page unanswered for half a minute, and leases run out.
 *
 * @throws HeldoutError as runCorpusTask does; internal where the process ended before it answered
 */
async function runTask<T>(task: CorpusTask, schema: z.ZodType<T>): Promise<T> {
  globalThis.heldoutCorpusProcess ??= start();
  const running = globalThis.heldoutCorpusProcess;
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

function start(): Running {
  // The bundler must not take the script for a part of the program.
  const script = join(/* turbopackIgnore: true */ process.cwd(), 'lib', 'data', 'corpusTasks', 'main.ts');
  const child = fork(script, [], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const running: Running = { lastId: 0, child, waiting: new Map(), idle: undefined };
  child.on('message', (message) => {
    const answer = answerSchema.parse(message);
    running.waiting.get(answer.id)?.resolve(answer);
    running.waiting.delete(answer.id);
    if (running.waiting.size === 0) rest(running);
  });
  child.once('error', (error) => end(running, error.message));
  child.once('exit', (code, signal) =>
    end(running, signal ? `it was ended by ${signal}` : `its exit code was ${code}`),
  );
  return running;
}

function rest(running: Running): void {
  running.child.unref();
  running.child.channel?.unref();
  running.idle = setTimeout(() => {
    // The next task starts another one, whenever this one has ended.
    globalThis.heldoutCorpusProcess = undefined;
    running.child.disconnect();
  }, idleMs);
  running.idle.unref();
}

function end(running: Running, reason: string): void {
  clearTimeout(running.idle);
  if (globalThis.heldoutCorpusProcess === running) globalThis.heldoutCorpusProcess = undefined;
  for (const { reject } of running.waiting.values()) {
    reject(
      new HeldoutError(
        'internal',
        `Working on the corpus failed: ${reason}. A large corpus may need more memory than there is; try again with a smaller one.`,
      ),
    );
  }
  running.waiting.clear();
}
