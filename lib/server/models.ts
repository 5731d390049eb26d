import { createReadStream, rmSync } from 'node:fs';
import { storageFailure } from '@/db/failures';
import type { ModelRecord } from '@/db/models';
import type { ModelRow } from '@/lib/domain/api';
import { HeldoutError } from '@/lib/domain/errors';
import type { KeptModel, ModelUpload } from '@/lib/domain/protocol';
import type { Moment } from '@/lib/domain/score';
import type { ServerContext } from './context';
import {
  fileBytes,
  keepingAModel,
  modelPath,
  nameModel,
  removeUnusedModels,
  requireRoom,
  unfinishedModelPath,
  writeModel,
} from './modelFiles';
import { requireOwned } from './reports';
import { requireRun, requireSweep } from './rows';
import { server } from './server';

export type ReceivedModel = ModelUpload & Pick<KeptModel, 'moment' | 'bytes' | 'sha256'>;

/**
 * Stores a model that the attempt which holds a run's lease sends; the file and its row, both or neither. Sending it
 * again changes nothing.
 *
 * @param chunks the file
 * @throws HeldoutError stale_attempt, not_found; storage_full where there is no room for it beside the database,
 *   storage_unavailable; checksum_mismatch, invalid_input where it is not what was announced
 */
export async function receiveModel(
  runId: string,
  model: ReceivedModel,
  chunks: AsyncIterable<Uint8Array>,
): Promise<void> {
  const context = server();
  const owner = { runId, attempt: model.attempt, leaseToken: model.leaseToken };
  const renew = () =>
    context.store.write(keepingAModel, () => {
      requireOwned(context, owner);
      const nowMs = context.now();
      context.store.runs.renewLease(owner, nowMs, nowMs + context.leaseTtlMs);
    });
  renew();
  const path = unfinishedModelPath(context);
  try {
    await requireRoom(context, model.bytes);
    await writeModel(path, model, chunks, renew);
    keep(context, runId, model, path);
  } catch (error) {
    rmSync(path, { force: true });
    throw storageFailure(error, context.home, keepingAModel);
  }
}

/** In one turn of the event loop: nobody sees a file without a row, or removes it as unused in between. */
function keep(context: ServerContext, runId: string, model: ReceivedModel, path: string): void {
  const { store } = context;
  const { moment, step, epoch, sha256, bytes } = model;
  const before = store.models.find(runId, moment);
  nameModel(context, path, sha256);
  try {
    store.write(keepingAModel, () => {
      requireOwned(context, { runId, attempt: model.attempt, leaseToken: model.leaseToken });
      const createdAtMs = before?.sha256 === sha256 ? before.createdAtMs : context.now();
      store.models.put({ runId, moment, step, epoch, sha256, bytes, createdAtMs });
    });
  } finally {
    removeUnusedModels(context, [sha256, ...(before ? [before.sha256] : [])]);
  }
}

/** @throws HeldoutError not_found */
export function listModels(runId: string): ModelRow[] {
  const context = server();
  return modelRows(context, requireRun(context, runId).id);
}

/** What is kept of a run that is there. */
export function modelRows({ store }: ServerContext, runId: string): ModelRow[] {
  return store.models.ofRun(runId).map(({ runId: _run, ...row }) => row);
}

/**
 * @returns the row and where its file is
 * @throws HeldoutError not_found where the run keeps none, saying why; storage_unavailable where its file is gone
 */
export function requireModel(
  context: ServerContext,
  runId: string,
  moment: Moment,
): { model: ModelRecord; path: string } {
  const run = requireRun(context, runId);
  const model = context.store.models.find(run.id, moment);
  if (!model) {
    const reason = whyNone(context, run);
    throw new HeldoutError('not_found', `Run ${runId} has no model of its ${moment} step: ${reason}.`);
  }
  const path = modelPath(context, model.sha256);
  if (fileBytes(path) === model.bytes) return { model, path };
  throw new HeldoutError(
    'storage_unavailable',
    `Reading the model of run ${runId}: ${path} is not there as it was stored; restore the folder models from a copy, or train the run again.`,
  );
}

function whyNone(context: ServerContext, run: { state: string; sweepId: string }): string {
  if (requireSweep(context, run.sweepId).spec.keep.models === 'none')
    return 'its sweep keeps none (keep: {models: none})';
  if (run.state === 'queued' || run.state === 'running')
    return `it is ${run.state}, and a model comes at the end`;
  if (run.state === 'finished' || run.state === 'stopped')
    return 'its log says why, or it was trained before models were kept; train it again';
  return `it is ${run.state}, and only runs that came to their end keep one`;
}

/** A model's file, to be read to its end or cancelled. @throws HeldoutError as requireModel */
export function openModel(
  runId: string,
  moment: Moment,
): { model: ModelRecord; stream: () => ReadableStream } {
  const { model, path } = requireModel(server(), runId, moment);
  return { model, stream: () => toWeb(path) };
}

function toWeb(path: string): ReadableStream {
  const file = createReadStream(path, { highWaterMark: 2 ** 18 });
  const source = file[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await source.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      cancel() {
        file.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}
