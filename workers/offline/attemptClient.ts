import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HeldoutError } from '@/lib/domain/errors';
import type { FinishRequest, KeptModel, Report, ReportResponse } from '@/lib/domain/protocol';
import type { StoppingDecision } from '@/lib/domain/stopping';
import type { RunOwner } from '../protocolClient';
import type { RunClient } from '../runExecution';
import { attemptFolder, attemptNames, keepModel, requireNewest, sealAttempt } from './attemptFolder';
import { Journal, type JournalEntry, modelFileName } from './journal';
import { leaseTtlMs } from './leasedRun';
import { follow, type RunState } from './runState';

export interface AttemptClientOptions {
  runFolder: string;
  runId: string;
  attempt: number;
  corpusPath: string;
  /** What is told is added to it. */
  state: RunState;
  objectiveMetric: string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Early stopping, asked after each report was added to the state. */
  judge(report: Pick<Report, 'points'>): StoppingDecision[];
  /** A write failed, or, null, one that had failed before went well. */
  onStorage(failure: HeldoutError | null): void;
}

/**
 * The server's side of the worker protocol for one attempt, on a disk: what a server would store is written to the
 * attempt's journal, with the same guarantees. Reports come in order, repeated ones change nothing, and an attempt whose
 * run another process has taken is refused as stale.
 */
export class AttemptClient implements RunClient {
  readonly #options: AttemptClientOptions;
  readonly #folder: string;
  readonly #journal: Journal;
  #isStopped = false;

  /**
   * @throws HeldoutError checksum_mismatch where the journal is not what was written; storage_unavailable
   */
  constructor(options: AttemptClientOptions) {
    const { runFolder, runId, attempt } = options;
    this.#options = options;
    this.#folder = attemptFolder(runFolder, attempt);
    this.#journal = Journal.open(join(this.#folder, attemptNames.journal), { runId, attempt }).journal;
  }

  async report(_runId: string, { attempt, leaseToken: _, ...report }: Report): Promise<ReportResponse> {
    const known = this.#current.lastSequence;
    if (report.sequence > known + 1) {
      throw new HeldoutError(
        'conflict',
        `Report ${report.sequence} of attempt ${attempt} came after report ${known}: send every report, in order.`,
      );
    }
    if (report.sequence === known + 1) {
      this.#append({ kind: 'report', report });
      for (const decision of this.#options.judge(report)) this.#decide(decision);
    }
    return { command: this.#isStopped ? 'stop' : 'continue', leaseExpiresInMs: leaseTtlMs };
  }

  async finish(
    _runId: string,
    { attempt: _attempt, leaseToken: _token, ...end }: FinishRequest,
  ): Promise<void> {
    if (this.#current.end === null) {
      // As the server does it: a run that was asked to end has not finished by itself.
      const outcome = end.outcome === 'finished' && this.#isStopped ? 'stopped' : end.outcome;
      this.#append({ kind: 'end', atMs: this.#options.now(), end: { ...end, outcome } });
    }
    this.#journal.close();
    this.#withStorage(() => sealAttempt(this.#folder));
  }

  async uploadModel(_owner: RunOwner, { path, ...model }: KeptModel): Promise<void> {
    this.#withStorage(() => keepModel(path, join(this.#folder, modelFileName(model.moment))));
    this.#append({ kind: 'model', model });
  }

  async downloadCorpus(): Promise<Uint8Array> {
    return readFile(this.#options.corpusPath);
  }

  async isThere(): Promise<boolean> {
    return true;
  }

  /** Nothing more is told. */
  close(): void {
    this.#journal.close();
  }

  get #current() {
    const current = this.#options.state.attempts.at(-1);
    if (current?.attempt === this.#options.attempt) return current;
    throw new HeldoutError('internal', `The state of attempt ${this.#options.attempt} is not at hand.`);
  }

  #decide(decision: StoppingDecision): void {
    this.#append({ kind: 'decision', atMs: this.#options.now(), decision });
    if (decision.action === 'stop') this.#isStopped = true;
  }

  #append(entry: JournalEntry): void {
    const { runFolder, attempt, state, objectiveMetric } = this.#options;
    requireNewest(runFolder, attempt);
    this.#withStorage(() => this.#journal.append(entry));
    follow(state, entry, objectiveMetric);
  }

  #withStorage(write: () => void): void {
    try {
      write();
      this.#options.onStorage(null);
    } catch (error) {
      if (error instanceof HeldoutError) this.#options.onStorage(error);
      throw error;
    }
  }
}
