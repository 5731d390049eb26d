import { randomUUID } from 'node:crypto';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backOffMs } from '@/lib/domain/retry';
import type { RunState as RunStateName } from '@/lib/domain/run';
import { attemptFolder, attemptNames, hasLiveOwner, isSealed, newestAttempt } from './attemptFolder';
import { readJournal } from './journal';
import { emptyRunState, failures, follow, type RunState, trainedMs } from './runState';
import { runFolder, type StoredRun, type SweepFolder, workFolder } from './sweepFolder';

export interface QueuedRun extends StoredRun {
  folder: string;
  state: RunState;
}

const clockLookMs = 30_000;

/** Where a run stands. due: it failed, and is tried again then. */
export type Standing =
  | { kind: 'over'; state: Extract<RunStateName, 'finished' | 'stopped' | 'failed' | 'cancelled'> }
  | { kind: 'training'; isHere: boolean }
  | { kind: 'ready' }
  | { kind: 'due'; atMs: number };

export interface QueueOptions {
  sweep: SweepFolder;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Of a run's first failure; they double. */
  firstBackOffMs: number;
  /** Runs that have failed for good are tried again, with as many tries as they had at first. */
  retryFailed: boolean;
}

/** The runs of a folder: what they have come to, read from their journals, and which is to be trained next. */
export class Queue {
  readonly runs: readonly QueuedRun[];
  readonly #options: QueueOptions;
  /** The attempts that this process trains: run → token. */
  readonly #here = new Map<string, string>();
  /** Attempts of each run whose failures are forgiven: up to this one. */
  readonly #forgiven = new Map<string, number>();
  #diskClock: { askedAtMs: number; aheadMs: number } | undefined;
  /** What each run's state was read from: the newest attempt and the length of its journal. */
  readonly #read = new Map<string, string>();

  /** @throws HeldoutError checksum_mismatch where a journal is not what was written */
  constructor(options: QueueOptions) {
    this.#options = options;
    this.runs = options.sweep.sweep.runs.map((run) => ({
      ...run,
      folder: runFolder(options.sweep, run),
      state: emptyRunState(),
    }));
    this.refreshAll();
    for (const run of this.runs) {
      if (options.retryFailed) this.#forgiven.set(run.id, run.state.attempts.length);
    }
  }

  /** This process trains an attempt of the run, until release; its client keeps the run's state. */
  hold({ id }: QueuedRun, token: string): void {
    this.#here.set(id, token);
  }

  release({ id }: QueuedRun): void {
    this.#here.delete(id);
    this.#read.delete(id);
  }

  isHere({ id }: QueuedRun): boolean {
    return this.#here.has(id);
  }

  /** Reads what has been added to a run's journals; a run that this process trains is known already. */
  refresh(run: QueuedRun): void {
    if (this.isHere(run)) return;
    const newest = newestAttempt(run.folder);
    const journal = join(attemptFolder(run.folder, newest), attemptNames.journal);
    const version = `${newest} ${statSync(journal, { throwIfNoEntry: false })?.size ?? 0}`;
    if (this.#read.get(run.id) === version) return;
    const { metric } = this.#options.sweep.sweep.spec.objective;
    const state = emptyRunState();
    for (let attempt = 1; attempt <= newest; attempt++) {
      const path = join(attemptFolder(run.folder, attempt), attemptNames.journal);
      for (const entry of readJournal(path, { runId: run.id, attempt }).entries) follow(state, entry, metric);
    }
    run.state = state;
    this.#read.set(run.id, version);
  }

  refreshAll(): void {
    for (const run of this.runs) this.refresh(run);
  }

  standing(run: QueuedRun): Standing {
    const last = run.state.attempts.at(-1);
    if (!last) return { kind: 'ready' };
    const folder = attemptFolder(run.folder, last.attempt);
    if (last.end === null) {
      // A run that was trained here and ended without an end, by a full disk for one, is nobody's.
      if (
        hasLiveOwner(
          folder,
          () => this.#nowOnDiskMs(),
          (token) => [...this.#here.values()].includes(token),
        )
      ) {
        return { kind: 'training', isHere: this.isHere(run) };
      }
      return { kind: 'ready' };
    }
    const { outcome, error, atMs } = last.end;
    if (outcome === 'finished' || outcome === 'stopped' || outcome === 'cancelled') {
      return isSealed(folder) ? { kind: 'over', state: outcome } : { kind: 'ready' };
    }
    if (outcome !== 'failed') return { kind: 'ready' };
    const forgiven = this.#forgiven.get(run.id) ?? 0;
    if (last.attempt <= forgiven) return { kind: 'ready' };
    const { retries } = this.#options.sweep.sweep.spec;
    const times = failures(run.state, forgiven);
    const waitMs = backOffMs(error?.code ?? 'internal', times, retries, this.#options.firstBackOffMs);
    if (waitMs === null) return { kind: 'over', state: 'failed' };
    return atMs + waitMs <= this.#options.now() ? { kind: 'ready' } : { kind: 'due', atMs: atMs + waitMs };
  }

  /** Trainer time of all runs together, of those that train here up to now. */
  spentMs(): number {
    const nowMs = this.#options.now();
    return this.runs.reduce((sum, run) => sum + trainedMs(run.state, this.isHere(run) ? nowMs : null), 0);
  }

  /** Whether the sweep's trainer hours are used up: then no run begins any more. */
  isBudgetSpent(): boolean {
    const hours = this.#options.sweep.sweep.spec.budget?.hours;
    return hours !== undefined && this.spentMs() >= hours * 3_600_000;
  }

  /**
   * The file system's own clock: that of another machine which writes to it may be set differently. How far it is from
   * this machine's is looked up now and then.
   */
  #nowOnDiskMs(): number {
    const { now } = this.#options;
    if (!this.#diskClock || Math.abs(now() - this.#diskClock.askedAtMs) >= clockLookMs) {
      const askedAtMs = now();
      this.#diskClock = { askedAtMs, aheadMs: this.#askDisk(askedAtMs) - askedAtMs };
    }
    return now() + this.#diskClock.aheadMs;
  }

  #askDisk(otherwise: number): number {
    const probe = join(workFolder(this.#options.sweep), `.clock-${randomUUID()}`);
    try {
      writeFileSync(probe, '');
      return statSync(probe).mtimeMs;
    } catch {
      return otherwise;
    } finally {
      rmSync(probe, { force: true });
    }
  }
}
