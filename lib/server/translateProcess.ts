import { HeldoutError } from '@/lib/domain/errors';
import type { TranslateRequest, TranslateResponse } from '@/lib/domain/translate';
import { type TranslateTask, translateAnswerSchema } from '@/lib/inference/tasks';
import type { ServerContext } from './context';
import { requireModel } from './models';
import { server } from './server';
import { runInProcess, type TaskProcess } from './taskProcess';

const translating: TaskProcess = {
  name: 'inference',
  failure: (reason) =>
    `Translating failed: ${reason}. A large model may need more memory than there is; try again when less is running.`,
};

/**
 * Translates a sentence with the parameters of a run's best step, in a process of its own (lib/inference) that keeps the
 * models used last.
 *
 * @throws HeldoutError not_found, storage_unavailable as requireModel; conflict where its tokenizer cannot be loaded;
 *   invalid_input where the text is blank
 */
export function translateSentence(runId: string, request: TranslateRequest): Promise<TranslateResponse> {
  const context = server();
  const { model, path } = requireModel(context, runId, 'best');
  const task: TranslateTask = {
    model: { path, sha256: model.sha256 },
    tokenizers: {
      source: tokenizerText(context, runId, 'source'),
      target: tokenizerText(context, runId, 'target'),
    },
    request,
  };
  return runInProcess(translating, task, translateAnswerSchema);
}

function tokenizerText({ store }: ServerContext, runId: string, side: 'source' | 'target'): string {
  const artifact = store.artifacts.find(runId, `${side}-tokenizer`);
  if (artifact) return artifact.text;
  throw new HeldoutError(
    'not_found',
    `Translating with run ${runId}: its ${side} tokenizer is not here; train the run again.`,
  );
}
