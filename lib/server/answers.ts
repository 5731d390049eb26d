import { type AnswerTask, answerSchemas, taskMessage } from '@/lib/answers/tasks';
import { recentlyUsed } from '@/lib/data/corpusTasks/recentlyUsed';
import type { SweepAnswer } from '@/lib/domain/answer';
import type { AnswerOptions } from '@/lib/domain/answerInput';
import { HeldoutError } from '@/lib/domain/errors';
import { isFinal } from '@/lib/domain/run';
import type { SentenceComparison } from '@/lib/domain/sentenceComparison';
import { answerInputOf, trainPairsByVariant } from './answerInput';
import type { ServerContext } from './context';
import { requireSweep } from './rows';
import { sentenceInputOf, type VariantPair } from './sentenceInput';
import { server } from './server';
import { runInProcess, type TaskProcess } from './taskProcess';

const answering: TaskProcess = {
  name: 'answers',
  failure: (reason) =>
    `Computing the answer failed: ${reason}. A sweep of very many runs may need more memory than there is; try again when less is running.`,
};

/** Answers and comparisons that are remembered, of each. */
const mostKept = 50;

function newCaches() {
  return {
    answers: recentlyUsed<Promise<SweepAnswer>>(mostKept),
    comparisons: recentlyUsed<Promise<SentenceComparison>>(mostKept),
  };
}

const known = new WeakMap<ServerContext, ReturnType<typeof newCaches>>();

function cachesOf(context: ServerContext) {
  const caches = known.get(context) ?? newCaches();
  known.set(context, caches);
  return caches;
}

/**
 * The answer of a sweep as far as its runs have ended; of a running one it says how many have not. Computed in a process of
 * its own and kept until another run ends or the sweep is edited; requests meanwhile share one computation.
 *
 * @throws HeldoutError not_found; invalid_input for a baseline that the sweep has not
 */
export async function getAnswer(sweepId: string, options: AnswerOptions): Promise<SweepAnswer> {
  const context = server();
  requireVariants(context, sweepId, options);
  const key = ['answer', answerState(context, sweepId), JSON.stringify(options)].join(' ');
  return cachesOf(context).answers(key, () => {
    const task: AnswerTask = { kind: 'answer', input: answerInputOf(context, sweepId), options };
    return runInProcess(answering, taskMessage(task), answerSchemas.answer);
  });
}

/**
 * Two variants on the same test sentences, with the luck of seeds and of sentences told apart.
 *
 * @throws HeldoutError as sentenceInputOf and compareSentences
 */
export async function getSentences(sweepId: string, pair: VariantPair): Promise<SentenceComparison> {
  const context = server();
  requireVariants(context, sweepId, pair);
  const key = ['sentences', answerState(context, sweepId), pair.baseline, pair.variant].join(' ');
  return cachesOf(context).comparisons(key, () => {
    const task: AnswerTask = { kind: 'sentences', input: sentenceInputOf(context, sweepId, pair) };
    return runInProcess(answering, taskMessage(task), answerSchemas.sentences);
  });
}

/**
 * Another one whenever an answer may come out otherwise: a run has ended or began again, the sweep was edited, or the first
 * run of a variant has said how many pairs it trains on, which the learning curve is of.
 */
export function answerState(context: ServerContext, sweepId: string): string {
  const { spec, variantCount } = requireSweep(context, sweepId);
  const runs = context.store.runs.ofSweep(sweepId);
  const ended = runs.map(({ id, state, attempt }) => (isFinal(state) ? `${id}.${state}.${attempt}` : ''));
  const sizes = JSON.stringify([...trainPairsByVariant(runs)]);
  return [sweepId, variantCount, JSON.stringify(spec), sizes, ...ended].join(' ');
}

function requireVariants(
  context: ServerContext,
  sweepId: string,
  indexes: { baseline?: number | undefined; variant?: number | undefined },
): void {
  const { variantCount } = requireSweep(context, sweepId);
  for (const path of ['baseline', 'variant'] as const) {
    const index = indexes[path];
    if (index === undefined || context.store.sweeps.variant(sweepId, index)) continue;
    throw new HeldoutError(
      'invalid_input',
      `The answer of a sweep: there is no variant ${index}; this one has variants 0 to ${variantCount - 1}.`,
      { path },
    );
  }
}
