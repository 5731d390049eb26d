import { join } from 'node:path';
import { HeldoutError } from '@/lib/domain/errors';
import type { FinishRequest, KeptModel, LeasedRun } from '@/lib/domain/protocol';
import type { EngineId } from '@/lib/engine/types';
import { cachedCorpus } from './corpusCache';
import { Delivery, reportEveryMs } from './delivery';
import type { ProtocolClient } from './protocolClient';
import { untilAnswered } from './retry';
import {
  checkpointEveryMs,
  checkpointFolder,
  type FoundCheckpoint,
  modelPath,
  removeWhenOver,
  resumePoint,
} from './runCheckpoints';
import { Spool } from './spool';
import { type ThreadSetting, threadsOf } from './threads';
import type { TrainerMessage } from './trainerMessages';
import type { Trainer, TrainerEnd } from './trainerProcess';
import type { Seat } from './trainerTeam';

/** What of the server's side one run needs. */
export type RunClient = Pick<
  ProtocolClient,
  'report' | 'finish' | 'uploadModel' | 'isThere' | 'downloadCorpus'
>;

export interface RunExecutionOptions {
  run: LeasedRun;
  client: RunClient;
  home: string;
  spoolFolder: string;
  threads: ThreadSetting;
  engine: EngineId;
  device: string;
  /** Where its trainer is started. */
  seat: Seat;
  /** Of this worker, for the run's record. */
  origin: Readonly<Record<string, string>>;
  /** A trainer that has not saved its checkpoint and ended by then is killed. */
  handBackLimitMs: number;
  /** Aborted: hand the run back, within 30 s. */
  signal: AbortSignal;
  /** Aborted: do not wait for the server any longer. */
  abandon: AbortSignal;
  log: (line: string) => void;
}

type Ending = Pick<FinishRequest, 'outcome' | 'error' | 'decision'>;

/** For the step that is being trained and its checkpoint; the rest of 30 s is for telling the server. */
export const defaultHandBackLimitMs = 25_000;

/**
 * Trains one leased run in a child process and tells the server all about it, to its end.
 *
 * @returns how its trainer ended; undefined where none was started
 * @throws HeldoutError storage_unavailable where there is no room for the spool; the run is handed back then
 */
export async function executeRun(options: RunExecutionOptions): Promise<TrainerEnd | undefined> {
  const { run, client, seat, signal, log } = options;
  const name = `Run ${run.runId}, attempt ${run.attempt}`;
  const spool = await openSpool(options);
  const folder = checkpointFolder(options.home, run.runId);
  const found = resumePoint(folder, run);
  const resumeFrom = found?.position.step ?? 0;
  const threads = threadsFor(options, found, name);
  let savedStep = resumeFrom;
  let model: KeptModel | undefined;
  /** Ends the attempt whatever the trainer does; what it says first holds. */
  let forced: Ending | undefined;
  let trainer: Trainer | undefined;
  let end: TrainerEnd | undefined;
  const preparing = new AbortController();
  /** Aborted: the trainer waits for no room on the device any more. */
  const entering = new AbortController();
  let isWaiting = false;
  const force = (ending: Ending) => {
    forced ??= ending;
    preparing.abort();
    entering.abort();
    trainer?.kill();
  };
  let handBackLimit: NodeJS.Timeout | undefined;
  const release = () => {
    // One that waits for the device has nothing to save.
    if (!trainer || isWaiting) {
      force({ outcome: 'released' });
      return;
    }
    if (handBackLimit) return;
    trainer.handBack();
    handBackLimit = setTimeout(() => trainer?.kill(), options.handBackLimitMs);
  };
  const delivery = new Delivery({
    client,
    spool,
    events: {
      command: (command) => {
        if (command === 'cancel') force({ outcome: 'cancelled' });
        else if (command === 'release') release();
        else trainer?.stop();
      },
      checkpointKnown: (step) => trainer?.acknowledge(step),
      fenced: (error) => force({ outcome: 'failed', error: { code: error.code, message: error.message } }),
      log,
    },
    now: () => performance.now(),
    leaseTtlMs: run.leaseTtlMs,
    resumedFromStep: resumeFrom,
    abandon: options.abandon,
  });
  const tell = (text: string) => {
    log(`${name}: ${text}`);
    delivery.addLog({ timeMs: Date.now(), level: 'info', text });
  };
  const enter = async ({ memory, shapeClass }: Extract<TrainerMessage, { type: 'needs' }>): Promise<void> => {
    isWaiting = true;
    try {
      tell(await seat.enter({ memory, shapeClass }, entering.signal, tell));
    } catch (error) {
      if (!entering.signal.aborted) force({ outcome: 'failed', error: describe(error) });
    } finally {
      isWaiting = false;
    }
  };
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
      trainer = seat.start(
        {
          corpusPath,
          corpusFingerprint: run.corpus.fingerprint,
          targetLanguage: run.corpus.targetLanguage,
          objective: run.objective,
          config: run.config,
          split: run.split,
          seed: run.seed,
          threads,
          engine: options.engine,
          device: options.device,
          asksForDevice: seat.asksForDevice,
          origin: { ...options.origin },
          stopping: run.stopping,
          attempt: run.attempt,
          checkpoints: { folder, resumeFrom, everyMs: checkpointEveryMs },
          models:
            run.keep.models === 'best' ? { path: modelPath(options.home, run), runId: run.runId } : null,
        },
        (message) => {
          if (message.type === 'needs') void enter(message);
          if (message.type === 'checkpoint') savedStep = message.step;
          if (message.type === 'model') model = message.model;
          forward(message, delivery);
        },
      );
      const from = resumeFrom > 0 ? `, from the checkpoint of step ${resumeFrom}` : '';
      log(
        `${name}: trainer started, process ${trainer.pid}, ${threadText(threads)} of ${options.engine}${from}.`,
      );
      end = await trainer.ended;
      const { apart, ...told } = end;
      if (apart !== undefined) {
        tell(`Handed back, to be trained by itself: what it stepped together with failed. ${apart}`);
      }
      // One that did not get to its checkpoint in time goes on from the one before.
      ending = handBackLimit && told.outcome === 'failed' ? { outcome: 'released' } : told;
    } else {
      ending = forced;
    }
  } catch (error) {
    ending = { outcome: 'failed', error: describe(error) };
  } finally {
    clearInterval(heart);
    clearTimeout(handBackLimit);
    signal.removeEventListener('abort', release);
    // A trainer that ended while it waited, by itself or by a kill.
    entering.abort();
  }
  ending = forced ?? ending;
  if (ending.error?.code === 'diverged' && savedStep > 0) {
    const text = `The last good checkpoint, of step ${savedStep}, is kept in ${folder}.`;
    delivery.addLog({ timeMs: Date.now(), level: 'info', text });
  }
  if (model && (ending.outcome === 'finished' || ending.outcome === 'stopped')) delivery.addModel(model);
  if (await delivery.finish(ending)) await removeWhenOver(options.home, run.runId, ending.outcome);
  log(`${name}: ${ending.outcome}${ending.error ? `. ${ending.error.message}` : '.'}`);
  return end;
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
      `Keeping reports in ${spoolFolder} failed (${reason}): free some space there, or choose another folder (HELDOUT_HOME of a worker, --out of a sweep without a server).`,
      { cause },
    );
  }
}

/** The sums of a matrix product depend on how many threads share it: a curve goes on with as many as it began with. */
function threadsFor(
  { threads: setting, engine, run, log }: RunExecutionOptions,
  found: FoundCheckpoint | undefined,
  name: string,
): number {
  const own = threadsOf(setting, run.trainersOnMachine);
  if (!found) return own;
  if (found.engine !== engine) {
    log(
      `${name}: its checkpoint is of ${found.engine}, this worker has ${engine}: the curve goes on in other rounding.`,
    );
    return own;
  }
  if (found.threads === own) return own;
  if (setting === 'auto') {
    log(`${name}: goes on with ${threadText(found.threads)}, as its checkpoint, instead of ${own}.`);
    return found.threads;
  }
  log(
    `${name}: its checkpoint is of ${threadText(found.threads)}, this worker has ${own}: the curve goes on in other rounding.`,
  );
  return own;
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
    case 'checkpoint':
      delivery.setCheckpoint(message.step);
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
