import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { LeasedRun } from '@/lib/domain/protocol';
import type { EngineId } from '@/lib/engine/types';
import { Delivery } from '../delivery';
import { version } from '../environment';
import { Spool } from '../spool';
import type { AttemptClient } from './attemptClient';
import { attemptFolder, attemptNames, claimAttempt, isSealed, readOwner, sealAttempt } from './attemptFolder';
import { describeRun, leasedRun, leaseTtlMs } from './leasedRun';
import { thisProcess } from './owner';
import type { Queue, QueuedRun } from './queue';
import type { SweepFolder } from './sweepFolder';

export interface RunClaimsOptions {
  sweep: SweepFolder;
  engine: EngineId;
  device: string;
  /** Aborted: nothing more can be written. */
  abandon: AbortSignal;
  log(line: string): void;
  /** Milliseconds since the epoch. */
  now(): number;
  clientOf(run: QueuedRun, attempt: number): AttemptClient;
  /** Runs that this process can be expected to train at once. */
  trainersHere(): number;
}

/** The runs of a folder that this process has in hand: a folder's side of leasing, as lib/server/leases is a server's. */
export class RunClaims {
  readonly #queue: Queue;
  readonly #options: RunClaimsOptions;
  /** Ids. */
  readonly #taken = new Set<string>();

  constructor(queue: Queue, options: RunClaimsOptions) {
    this.#queue = queue;
    this.#options = options;
  }

  /** In the order of the sweep, those that nobody here has in hand. */
  get free(): QueuedRun[] {
    return this.#queue.runs.filter(({ id }) => !this.#taken.has(id));
  }

  /**
   * @returns undefined where it is over, or another process's; else let go of it
   * @throws HeldoutError storage_full, storage_unavailable, checksum_mismatch
   */
  async take(run: QueuedRun): Promise<LeasedRun | undefined> {
    this.#taken.add(run.id);
    let leased: LeasedRun | undefined;
    try {
      leased = await this.#lease(run);
    } finally {
      if (!leased) this.letGo(run);
    }
    return leased;
  }

  async #lease(run: QueuedRun): Promise<LeasedRun | undefined> {
    await this.#recover(run);
    this.#queue.refresh(run);
    if (this.#queue.standing(run).kind !== 'ready') return undefined;
    const token = randomUUID();
    const attempt = (run.state.attempts.at(-1)?.attempt ?? 0) + 1;
    // Before the claim: nobody may see it as a dead process's in between.
    this.#queue.hold(run, token);
    if (!this.#claim(run, attempt, token)) return undefined;
    this.#queue.release(run);
    this.#queue.refresh(run);
    this.#queue.hold(run, token);
    return leasedRun(this.#options.sweep.sweep, run, attempt, token, this.#options.trainersHere());
  }

  letGo(run: QueuedRun): void {
    this.#queue.release(run);
    this.#queue.refresh(run);
    this.#taken.delete(run.id);
  }

  /** Writes down what a process that was killed had still to tell, and seals what is over. */
  async #recover(run: QueuedRun): Promise<void> {
    const last = run.state.attempts.at(-1);
    if (!last) return;
    const folder = attemptFolder(run.folder, last.attempt);
    if (last.end !== null) {
      if (!isSealed(folder)) sealAttempt(folder);
      return;
    }
    const token = readOwner(folder)?.token;
    for (const spool of await Spool.recover(join(folder, attemptNames.spool))) {
      if (spool.owner.leaseToken !== token || spool.owner.attempt !== last.attempt) {
        await spool.remove();
        continue;
      }
      const client = this.#options.clientOf(run, last.attempt);
      const delivery = new Delivery({
        client,
        spool,
        events: { command: () => undefined, fenced: () => undefined, log: this.#options.log },
        now: () => performance.now(),
        leaseTtlMs,
        abandon: this.#options.abandon,
      });
      await delivery.resume().finally(() => client.close());
    }
  }

  #claim(run: QueuedRun, attempt: number, token: string): boolean {
    const { sweep, engine, device, now } = this.#options;
    return claimAttempt({
      runFolder: run.folder,
      runId: run.id,
      attempt,
      owner: thisProcess(token),
      description: { ...describeRun(sweep.sweep, run), attempt },
      begin: {
        kind: 'begin',
        attempt,
        atMs: now(),
        trainer: {
          name: `${hostname()}-${process.pid}`,
          hostname: hostname(),
          pid: process.pid,
          engine,
          device,
          version,
        },
      },
    });
  }
}
