import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HeldoutError } from '@/lib/domain/errors';
import type { LeasedRun } from '@/lib/domain/protocol';
import { stepTogether } from '@/lib/domain/stepTogether';
import type { EngineId } from '@/lib/engine/types';
import { diskFiles } from '@/lib/train/checkpoints/fileLayer';
import { DeviceShare, type DeviceShareSettings } from '../deviceShare';
import { describeOrigin } from '../origin';
import { programRoot } from '../ownProcess';
import { defaultHandBackLimitMs, executeRun } from '../runExecution';
import type { ThreadSetting } from '../threads';
import type { TrainerEnd } from '../trainerProcess';
import { type Seat, TrainerTeam } from '../trainerTeam';
import { AttemptClient } from './attemptClient';
import { attemptFolder, attemptNames } from './attemptFolder';
import { variantOf } from './leasedRun';
import { Queue, type QueuedRun } from './queue';
import { RunClaims } from './runClaims';
import { judge } from './stoppingRules';
import { storageError } from './storageError';
import { type SweepFolder, workFolder } from './sweepFolder';

/** A disk that takes nothing for so long is not waited for: a cluster's hours are not spent on waiting. */
const defaultStoragePatienceMs = 60_000;
const longestWaitMs = 5000;

export interface TrainSweepOptions {
  sweep: SweepFolder;
  /** Runs trained at once. */
  workers: number;
  threads: ThreadSetting;
  engine: EngineId;
  device: string;
  /** How trainers share the device; default: they do not ask for it. */
  share?: DeviceShareSettings | undefined;
  /** Aborted: hand the runs back at a checkpoint and return, within 30 s. */
  signal: AbortSignal;
  log(line: string): void;
  /** Milliseconds since the epoch. */
  now(): number;
  firstBackOffMs: number;
  /** Runs that have failed for good are tried again. */
  retryFailed: boolean;
  storagePatienceMs?: number;
}

/**
 * Trains what is left of a folder's sweep. Each run trains in a process of its own, as a worker of a server has it; what
 * it tells goes to the journal of its attempt. Processes that train one folder at once, here or on other machines that
 * see it, share its runs.
 */
export class SweepTraining {
  readonly queue: Queue;
  readonly #options: TrainSweepOptions;
  readonly #share: DeviceShare | undefined;
  readonly #stop = new AbortController();
  /** Aborted: nothing more can be written, so nothing is waited for. */
  readonly #abandon = new AbortController();
  readonly #claims: RunClaims;
  /** Whether runs may step together: not any more once that has failed. */
  #mayStepTogether = true;
  #origin: Readonly<Record<string, string>> = {};
  #trouble: { failure: HeldoutError; sinceMs: number } | undefined;

  /** @throws HeldoutError checksum_mismatch where a journal is not what was written */
  constructor(options: TrainSweepOptions) {
    this.#options = options;
    this.queue = new Queue(options);
    const { sweep, device, share, log } = options;
    this.#claims = new RunClaims(this.queue, {
      ...options,
      abandon: this.#abandon.signal,
      clientOf: (run, attempt) => this.#client(run, attempt),
      trainersHere: () => this.#trainersHere(),
    });
    this.#share = share && new DeviceShare({ ...share, home: workFolder(sweep), device, log });
  }

  /**
   * @returns once no run is left that this process could train
   * @throws HeldoutError storage_full, storage_unavailable once nothing could be written for a minute: what was told
   *   until then is kept
   */
  async train(): Promise<void> {
    const { signal, workers } = this.#options;
    const stop = () => this.#stop.abort();
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      makeWork(this.#options.sweep);
      this.#origin = await describeOrigin(programRoot);
      await Promise.all(Array.from({ length: workers }, () => this.#trainOneByOne()));
    } finally {
      signal.removeEventListener('abort', stop);
    }
    if (this.#trouble) throw this.#trouble.failure;
  }

  async #trainOneByOne(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#share?.untilRoom(this.#stop.signal, async () => undefined);
      const next = this.#next();
      if (!next) return;
      if ('dueMs' in next) {
        const waitMs = Math.min(longestWaitMs, Math.max(0, next.dueMs - this.#options.now()));
        await delay(waitMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
        continue;
      }
      try {
        await this.#trainRun(next);
      } catch (error) {
        if (!(error instanceof HeldoutError)) throw error;
        // Of a run that another process has taken there is nothing more to do here.
        if (error.code !== 'stale_attempt') {
          this.#giveUp(error);
          throw error;
        }
      }
    }
  }

  /** In the order of the sweep; undefined: every run is over, or trained by somebody. */
  #next(): QueuedRun | { dueMs: number } | undefined {
    if (this.queue.isBudgetSpent()) return undefined;
    let dueMs: number | undefined;
    for (const run of this.#claims.free) {
      this.queue.refresh(run);
      const standing = this.queue.standing(run);
      if (standing.kind === 'ready') return run;
      if (standing.kind === 'due') dueMs = Math.min(dueMs ?? standing.atMs, standing.atMs);
    }
    return dueMs === undefined ? undefined : { dueMs };
  }

  /** And those that step together with it. */
  async #trainRun(run: QueuedRun): Promise<void> {
    const leased = await this.#claims.take(run);
    if (!leased) return;
    const team = new TrainerTeam({
      share: this.#share,
      mayStepTogether: this.#mayStepTogether,
      another: (first) => this.#another(first),
      execute: (leased, seat) => this.#execute(leased, seat),
    });
    if ((await team.train(leased)) === undefined) return;
    this.#mayStepTogether = false;
    this.#options.log('Runs step by themselves from now on.');
  }

  /** The next run that can step together with one that is trained here. */
  async #another(first: LeasedRun): Promise<LeasedRun | null> {
    if (this.queue.isBudgetSpent() || this.#stop.signal.aborted) return null;
    const { sweep } = this.#options.sweep;
    for (const run of this.#claims.free) {
      this.queue.refresh(run);
      const { config } = variantOf(sweep, run);
      const { checkpointStep } = run.state;
      if (!stepTogether(first, { config, seed: run.seed, checkpointStep })) continue;
      if (this.queue.standing(run).kind !== 'ready') continue;
      const leased = await this.#claims.take(run).catch((error: unknown) => {
        // Whoever comes to it next tells of a disk that takes nothing.
        if (error instanceof HeldoutError) return undefined;
        throw error;
      });
      if (leased) return leased;
    }
    return null;
  }

  async #execute(leased: LeasedRun, seat: Seat): Promise<TrainerEnd | undefined> {
    const { sweep, threads, engine, device, log } = this.#options;
    const run = this.queue.runs.find(({ id }) => id === leased.runId);
    if (!run) throw new HeldoutError('internal', `Run ${leased.runId} is not in the sweep's folder.`);
    try {
      const client = this.#client(run, leased.attempt);
      return await executeRun({
        run: leased,
        client,
        home: workFolder(sweep),
        spoolFolder: join(attemptFolder(run.folder, leased.attempt), attemptNames.spool),
        threads,
        engine,
        device,
        seat,
        origin: this.#origin,
        handBackLimitMs: defaultHandBackLimitMs,
        signal: this.#stop.signal,
        abandon: this.#abandon.signal,
        log,
      }).finally(() => client.close());
    } finally {
      this.#claims.letGo(run);
    }
  }

  #client(run: QueuedRun, attempt: number): AttemptClient {
    const { sweep, now } = this.#options;
    const { spec } = sweep.sweep;
    const { state } = run;
    return new AttemptClient({
      runFolder: run.folder,
      runId: run.id,
      attempt,
      corpusPath: sweep.corpusPath,
      state,
      objectiveMetric: spec.objective.metric,
      now,
      judge: (report) => {
        const own = { runId: run.id, state };
        return judge(spec, own, report, () => this.#others(run), this.queue.spentMs());
      },
      onStorage: (failure) => this.#followStorage(failure),
    });
  }

  #others(run: QueuedRun): { runId: string; state: QueuedRun['state'] }[] {
    const others = this.queue.runs.filter(({ id }) => id !== run.id);
    for (const other of others) this.queue.refresh(other);
    return others.map(({ id, state }) => ({ runId: id, state }));
  }

  /** As many as there are places, or, where fewer are left, as many as there are runs. */
  #trainersHere(): number {
    const left = this.queue.runs.filter((run) => {
      const { kind } = this.queue.standing(run);
      return kind === 'ready' || kind === 'due' || this.queue.isHere(run);
    });
    return Math.max(1, Math.min(this.#options.workers, left.length));
  }

  #followStorage(failure: HeldoutError | null): void {
    if (!failure || (failure.code !== 'storage_full' && failure.code !== 'storage_unavailable')) {
      if (!failure) this.#trouble = undefined;
      return;
    }
    this.#trouble ??= { failure, sinceMs: performance.now() };
    const patienceMs = this.#options.storagePatienceMs ?? defaultStoragePatienceMs;
    if (performance.now() - this.#trouble.sinceMs >= patienceMs) this.#giveUp(failure);
  }

  #giveUp(failure: HeldoutError): void {
    this.#trouble ??= { failure, sinceMs: performance.now() };
    this.#abandon.abort();
    this.#stop.abort();
  }
}

/** @throws HeldoutError storage_full, storage_unavailable before anything is trained in vain */
function makeWork(sweep: SweepFolder): void {
  const folder = workFolder(sweep);
  try {
    diskFiles.makeFolder(folder);
  } catch (error) {
    throw storageError(error, 'Making', folder);
  }
}

/** Checkpoints and copies, once every run is over and nobody goes on from them. */
export function removeWork(sweep: SweepFolder): void {
  diskFiles.remove(workFolder(sweep));
}
