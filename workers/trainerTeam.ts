import type { LeasedRun } from '@/lib/domain/protocol';
import { memoryOfReplicas } from './deviceMemory';
import type { DeviceNeed, DeviceShare } from './deviceShare';
import type { TrainerJob, TrainerMessage } from './trainerMessages';
import { type Trainer, type TrainerEnd, TrainerProcess } from './trainerProcess';

/** Where a run's trainer is started, and how it comes to the device. */
export interface Seat {
  /** Whether the trainer tells what it needs of the device and waits for `enter`. */
  readonly asksForDevice: boolean;
  start(job: TrainerJob, onMessage: (message: TrainerMessage) => void): Trainer;
  /**
   * Waits for room on the device, which is kept until the process is gone, and lets the trainer go on.
   *
   * @param tell told where it has to wait, and why
   * @returns for the run's log: with how many it steps and shares the device, and why so many
   * @throws HeldoutError invalid_config where the run does not fit even alone; the signal's reason where it is aborted
   */
  enter(
    need: Pick<DeviceNeed, 'memory' | 'shapeClass'>,
    signal: AbortSignal,
    tell: (why: string) => void,
  ): Promise<string>;
}

export interface TrainerTeamOptions {
  /** How trainers share the device; undefined where they share cores alone, and none is asked for. */
  share: DeviceShare | undefined;
  /** Whether runs may step together. */
  mayStepTogether: boolean;
  /** Takes another run that can step together with the first; null: there is none. */
  another(first: LeasedRun): Promise<LeasedRun | null>;
  /** Trains a run to its end. */
  execute(run: LeasedRun, seat: Seat): Promise<TrainerEnd | undefined>;
}

interface Member {
  readonly run: LeasedRun;
  trainer: Trainer | undefined;
  /** Where it has to wait for the device, once it has asked for it: told why. */
  tell: ((why: string) => void) | undefined;
  isGone: boolean;
}

/**
 * A run and those that are found to step together with it, in one process. Once the first knows what it needs of the
 * device, as many others are taken as are worth it; when all know, or have ended, they wait for room as one.
 */
export class TrainerTeam {
  readonly #options: TrainerTeamOptions;
  readonly #process = new TrainerProcess();
  readonly #members: Member[] = [];
  readonly #running: Promise<TrainerEnd | undefined>[] = [];
  /** Aborted: nobody is left who waits for the device. */
  readonly #deserted = new AbortController();
  #gathering: Promise<void> = Promise.resolve();
  #admission: Promise<string> | undefined;
  /** The process is gone, and its room on the device is given back. */
  #left: Promise<void> = Promise.resolve();
  /** Called when a member has asked for the device, or is gone. */
  #changed: () => void = () => undefined;

  constructor(options: TrainerTeamOptions) {
    this.#options = options;
  }

  /**
   * @returns once all have ended: why each is to be trained by itself, where that was found out
   * @throws whatever `execute` of one of them throws first, once all have ended
   */
  async train(first: LeasedRun): Promise<string | undefined> {
    this.#begin(first);
    let apart: string | undefined;
    let failure: { cause: unknown } | undefined;
    for (let at = 0; ; at += 1) {
      // Others are begun while the first runs.
      if (at === this.#running.length) await this.#gathering.catch(() => undefined);
      if (at === this.#running.length) break;
      try {
        apart ??= (await this.#running[at])?.apart;
      } catch (cause) {
        failure ??= { cause };
      }
    }
    this.#process.close();
    await this.#process.gone;
    await this.#left;
    if (failure) throw failure.cause;
    return apart;
  }

  #begin(run: LeasedRun): void {
    const member: Member = { run, trainer: undefined, tell: undefined, isGone: false };
    this.#members.push(member);
    const gone = () => {
      member.isGone = true;
      if (this.#members.every(({ isGone }) => isGone)) this.#deserted.abort();
      this.#changed();
    };
    const running = this.#options.execute(run, this.#seatOf(member, gone)).finally(gone);
    // Whoever waits for it comes to it in its turn.
    running.catch(() => undefined);
    this.#running.push(running);
  }

  #seatOf(member: Member, gone: () => void): Seat {
    const { share } = this.#options;
    return {
      asksForDevice: share !== undefined,
      start: (job, onMessage) => {
        const trainer = this.#process.start(job, onMessage);
        member.trainer = trainer;
        void trainer.ended.then(gone);
        if (!share) this.#process.close();
        return trainer;
      },
      enter: (need, signal, tell) => {
        member.tell = tell;
        this.#changed();
        this.#admission ??= this.#admit(need);
        return unlessAborted(this.#admission, signal);
      },
    };
  }

  async #admit(need: Pick<DeviceNeed, 'memory' | 'shapeClass'>): Promise<string> {
    const { share } = this.#options;
    if (!share) throw new RangeError('there is no device to share');
    this.#gathering = this.#gather(share.replicasOf(need));
    await this.#gathering;
    await this.#untilAllAsked();
    this.#process.close();
    const asking = this.#asking();
    const room = await share.enter(
      {
        ...need,
        memory: memoryOfReplicas(need.memory, Math.max(1, asking.length)),
        label: asking.map(({ run }) => run.runId).join(' '),
        pids: [process.pid, ...(this.#process.pid === undefined ? [] : [this.#process.pid])],
      },
      this.#deserted.signal,
      (why) => {
        for (const { tell } of asking) tell?.(why);
      },
    );
    this.#left = this.#process.gone.then(() => room.release());
    // Heard of once all have ended.
    this.#left.catch(() => undefined);
    // Some may have been given up while the rest waited.
    const entering = this.#asking();
    const replicas = entering.length;
    for (const [replica, { trainer }] of entering.entries()) trainer?.admit({ replicas, replica });
    return `${together(replicas)}${room.told}`;
  }

  async #gather(size: number): Promise<void> {
    const [first] = this.#members;
    if (!first || !this.#options.mayStepTogether) return;
    while (this.#members.length < size && !first.isGone) {
      const run = await this.#options.another(first.run);
      if (!run) return;
      this.#begin(run);
    }
  }

  async #untilAllAsked(): Promise<void> {
    while (this.#members.some(({ tell, isGone }) => !tell && !isGone)) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  #asking(): Member[] {
    return this.#members.filter(({ tell, isGone }) => tell && !isGone);
  }
}

/** @throws the signal's reason where it is aborted first */
async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', onAbort));
}

function together(replicas: number): string {
  if (replicas < 2) return '';
  const others = replicas === 2 ? '1 other run' : `${replicas - 1} other runs`;
  return `Steps together with ${others}, as one graph of one process. `;
}
