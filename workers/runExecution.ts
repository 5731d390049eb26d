import { join } from 'node:path';
import { HeldoutError } from '@/lib/domain/errors';
import type { FinishRequest, LeasedRun } from '@/lib/domain/protocol';
import type { EngineId } from '@/lib/engine/types';
import { cachedCorpus } from './corpusCache';
import { Delivery, reportEveryMs } from './delivery';
import type { ProtocolClient } from './protocolClient';
import { untilAnswered } from './retry';
import { Spool } from './spool';
import type { TrainerMessage } from './trainerMessages';
import { startTrainer, type TrainerProcess } from './trainerProcess';

export interface RunExecutionOptions {
  run: LeasedRun;
  client: ProtocolClient;
  home: string;
  spoolFolder: string;
  threads: number;
  engine: EngineId;
  device: string;
  /** Aborted: hand the run back. */
  signal: AbortSignal;
  /** Aborted: do not wait for the server any longer. */
  abandon: AbortSignal;
  log: (line: string) => void;
}

type Ending = Pick<FinishRequest, 'outcome' | 'error'>;

/**
 * Trains one leased run in a child process and tells the server all about it, to its end.
 *
 * @throws HeldoutError storage_unavailable where there is no room for the spool; the run is handed back then
 */
export async function executeRun(options: RunExecutionOptions): Promise<void> {
  const { run, client, signal, log } = options;
  const name = `Run ${run.runId}, attempt ${run.attempt}`;
  const spool = await openSpool(options);
  /** Ends the attempt whatever the trainer does; what it says first holds. */
  let forced: Ending | undefined;
  let trainer: TrainerProcess | undefined;
  const preparing = new AbortController();
  const force = (ending: Ending) => {
    forced ??= ending;
    preparing.abort();
    trainer?.kill();
  };
  const delivery = new Delivery({
    client,
    spool,
    events: {
      command: (command) => {
        if (command === 'cancel') force({ outcome: 'cancelled' });
        else trainer?.stop();
      },
      fenced: (error) => force({ outcome: 'failed', error: { code: error.code, message: error.message } }),
      log,
    },
    now: () => performance.now(),
    leaseTtlMs: run.leaseTtlMs,
    abandon: options.abandon,
  });
  const release = () => force({ outcome: 'released' });
  signal.addEventListener('abort', release, { once: true });
  if (signal.aborted) release();
  // Beats through the download too, so that a slow one does not cost the lease.
  const heart = setInterval(() => delivery.tick(), reportEveryMs);
  let ending: Ending;
  try {
    const corpusPath = await cachedCorpus(
      join(options.home, 'cache', 'corpora'),
      run.corpus.fingerprint,
      () =>
        untilAnswered(() => client.downloadCorpus(run.corpus.id, preparing.signal), preparing.signal, log),
    );
    if (!forced) {
      trainer = startTrainer(
        {
          corpusPath,
          corpusFingerprint: run.corpus.fingerprint,
          targetLanguage: run.corpus.targetLanguage,
          objective: run.objective,
          config: run.config,
          split: run.split,
          seed: run.seed,
          threads: options.threads,
          engine: options.engine,
          device: options.device,
        },
        (message) => forward(message, delivery),
      );
      log(
        `${name}: trainer started, process ${trainer.pid}, ${threadText(options.threads)} of ${options.engine}.`,
      );
      ending = await trainer.ended;
    } else {
      ending = forced;
    }
  } catch (error) {
    ending = { outcome: 'failed', error: describe(error) };
  } finally {
    clearInterval(heart);
    signal.removeEventListener('abort', release);
  }
  ending = forced ?? ending;
  await delivery.finish(ending);
  log(`${name}: ${ending.outcome}${ending.error ? `. ${ending.error.message}` : '.'}`);
}

async function openSpool({ spoolFolder, run, client }: RunExecutionOptions): Promise<Spool> {
  try {
    return await Spool.create(spoolFolder, run);
  } catch (cause) {
    const { runId, attempt, leaseToken } = run;
    // Where the server is away as well, the lease runs out.
    await client.finish(runId, { attempt, leaseToken, outcome: 'released' }).catch(() => undefined);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HeldoutError(
      'storage_unavailable',
      `Keeping reports in ${spoolFolder} failed (${reason}): free some space there, or set the worker's HELDOUT_HOME to another folder.`,
      { cause },
    );
  }
}

function threadText(threads: number): string {
  return `${threads} thread${threads === 1 ? '' : 's'}`;
}

function forward(message: TrainerMessage, delivery: Delivery): void {
  switch (message.type) {
    case 'facts':
      delivery.setFacts(message.facts);
      break;
    case 'points':
      delivery.addPoints(message.step, message.timeMs, message.values);
      break;
    case 'sample':
      delivery.addSample(message.sample);
      break;
    case 'testSet':
      delivery.addTestSet(message.part);
      break;
    case 'hypotheses':
      delivery.addHypotheses(message.part);
      break;
    case 'finalScores':
      delivery.addFinalScores(message.scores);
      break;
    case 'artifact':
      delivery.addArtifact(message.artifact);
      break;
    case 'log':
      delivery.addLog(message.line);
      break;
    case 'progress':
      delivery.setProgress(message.progress);
      break;
  }
}

function describe(error: unknown): { code: string; message: string } {
  if (error instanceof HeldoutError) return { code: error.code, message: error.message };
  return {
    code: 'internal',
    message: `Preparing the run failed: ${error instanceof Error ? error.message : String(error)}`,
  };
}
