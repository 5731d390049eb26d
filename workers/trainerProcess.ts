import { type ChildProcess, spawn } from 'node:child_process';
import type { FinishRequest } from '@/lib/domain/protocol';
import { trainerEnvironment } from './bootstrap/trainerEnvironment.mjs';
import { argumentsFor, programRoot } from './ownProcess';
import {
  type ProcessOrder,
  placedMessageSchema,
  type TrainerJob,
  type TrainerMessage,
  type TrainerOrder,
} from './trainerMessages';

/** Of what a trainer writes, this much at the end explains why it ended. */
const keptOutputCharacters = 2000;

/** A run that others step with and that has not ended by then is ended with them. */
const giveUpLimitMs = 20_000;

export type TrainerEnd = Pick<FinishRequest, 'error' | 'decision'> & {
  /** released: handed back at a checkpoint, or, with `apart`, where it was. */
  outcome: 'finished' | 'stopped' | 'released' | 'failed';
  /** Something went wrong that may be any of the runs' that stepped together: each is to be trained by itself. */
  apart?: string;
};

/** One run in a process. */
export interface Trainer {
  pid: number | undefined;
  /**
   * Settles once everything that it sent has been handled, and the process is gone where no other run is in it.
   */
  ended: Promise<TrainerEnd>;
  /** Asks it to come to an end after its current step. */
  stop(): void;
  /** Asks it to save a checkpoint after its current step and to end; one that only translates its test split is killed. */
  handBack(): void;
  /** Tells it that there is room for it on the device, and with how many it steps (TrainerOrder). */
  admit(place: { replicas: number; replica: number }): void;
  /** Tells it that the server knows everything up to a checkpoint. */
  acknowledge(step: number): void;
  kill(): void;
}

interface Seat {
  readonly onMessage: (message: TrainerMessage) => void;
  readonly resolve: (end: TrainerEnd) => void;
  /** What its last message said. */
  last: TrainerEnd | undefined;
  step: number;
  isTesting: boolean;
  isHandingBack: boolean;
}

/**
 * A process that trains one run, or several that step together. It is started with the first, in a process group of its
 * own (Ctrl-C is for the worker to handle), and ends once all have ended and `close` was called.
 */
export class TrainerProcess {
  #child: ChildProcess | undefined;
  readonly #seats: Seat[] = [];
  #isClosed = false;
  #output = '';
  /** What the process was ended for. */
  #broken: string | undefined;
  #gone: Promise<unknown> = Promise.resolve();

  /** Settles once it has ended, or at once where it never began. */
  get gone(): Promise<unknown> {
    return this.#gone;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** One that comes after `close`, or after the others were killed, is released at once. */
  start(job: TrainerJob, onMessage: (message: TrainerMessage) => void): Trainer {
    if (this.#isClosed) return released;
    const child = this.#child ?? this.#spawn();
    const place = this.#seats.length;
    const ended = new Promise<TrainerEnd>((resolve) => {
      const seat: Seat = {
        onMessage,
        resolve,
        last: undefined,
        step: 0,
        isTesting: false,
        isHandingBack: false,
      };
      this.#seats.push(seat);
    });
    const seat = this.#seats[place];
    const order = (order: TrainerOrder) => this.#order({ place, order });
    order({ type: 'start', job });
    return {
      pid: child.pid,
      ended,
      stop: () => order({ type: 'stop' }),
      handBack: () => {
        if (seat) seat.isHandingBack = true;
        if (seat?.isTesting) this.#kill(place);
        else order({ type: 'handBack' });
      },
      admit: ({ replicas, replica }) => order({ type: 'admitted', replicas, replica }),
      acknowledge: (step) => order({ type: 'acknowledged', step }),
      kill: () => this.#kill(place),
    };
  }

  /** No other run will be started in it. */
  close(): void {
    this.#isClosed = true;
    this.#endIfDone();
  }

  #spawn(): ChildProcess {
    const child = spawn(process.execPath, argumentsFor(new URL('./trainer.ts', import.meta.url)), {
      cwd: programRoot,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...trainerEnvironment },
    });
    this.#child = child;
    const collect = (chunk: Buffer) => {
      this.#output = (this.#output + chunk.toString('utf8')).slice(-keptOutputCharacters);
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('message', (raw) => this.#hear(raw));
    this.#gone = new Promise((resolve) => {
      child.on('error', (error) => {
        this.#broken ??= `The trainer could not be started: ${error.message}`;
        this.#fell(null, null);
        resolve(undefined);
      });
      // 'close' and not 'exit': output and messages may still be on their way at 'exit'.
      child.on('close', (code, signal) => {
        this.#fell(code, signal);
        resolve(undefined);
      });
    });
    return child;
  }

  #order(order: ProcessOrder): void {
    // A trainer that is gone answers through 'close'.
    if (this.#child?.connected) this.#child.send(order, () => undefined);
  }

  #hear(raw: unknown): void {
    const parsed = placedMessageSchema.safeParse(raw);
    if (!parsed.success) {
      this.#broken ??= `The trainer sent a message that is none: ${parsed.error.message}`;
      this.#child?.kill('SIGKILL');
      return;
    }
    const { place, message } = parsed.data;
    const seat = this.#seats[place];
    if (!seat) return;
    seat.last = endOf(message) ?? seat.last;
    seat.onMessage(message);
    if (message.type === 'progress') seat.step = message.progress.step;
    if (message.type === 'testing') seat.isTesting = true;
    if (seat.isTesting && seat.isHandingBack && !seat.last) this.#kill(place);
    if (!seat.last || this.#endIfDone()) return;
    seat.resolve(seat.last);
  }

  /** @returns whether the process has done all that it was started for, and is told to end */
  #endIfDone(): boolean {
    if (!this.#isClosed || this.#seats.some(({ last }) => !last)) return false;
    // Not by closing the channel: a process whose parent has closed it never has its 'close' (Node 20).
    this.#order('end');
    return true;
  }

  #kill(place: number): void {
    if (this.#seats.every(({ last }, at) => at === place || last)) {
      this.#isClosed = true;
      this.#child?.kill('SIGKILL');
      return;
    }
    this.#order({ place, order: { type: 'giveUp' } });
    const limit = setTimeout(() => {
      if (!this.#seats[place]?.last) this.#child?.kill('SIGKILL');
    }, giveUpLimitMs);
    void this.#gone.then(() => clearTimeout(limit));
  }

  #fell(code: number | null, signal: string | null): void {
    const isShared = this.#seats.length > 1;
    for (const { last, step, resolve } of this.#seats) {
      if (last) {
        resolve(last);
        continue;
      }
      const how = this.#broken ?? describeDeath(code, signal, step, this.#output);
      resolve(isShared ? { outcome: 'released', apart: how } : failure('internal', how));
    }
  }
}

const nothing = () => undefined;
const released: Trainer = {
  pid: undefined,
  ended: Promise.resolve({ outcome: 'released' }),
  stop: nothing,
  handBack: nothing,
  admit: nothing,
  acknowledge: nothing,
  kill: nothing,
};

function endOf(message: TrainerMessage): TrainerEnd | undefined {
  switch (message.type) {
    case 'finished':
      return { outcome: 'finished' };
    case 'stopped':
      return { outcome: 'stopped', ...(message.decision ? { decision: message.decision } : {}) };
    case 'handedBack':
      return { outcome: 'released' };
    case 'apart':
      return { outcome: 'released', apart: message.reason };
    case 'failed':
      return { outcome: 'failed', error: message.error };
    default:
      return undefined;
  }
}

function failure(code: string, message: string): TrainerEnd {
  return { outcome: 'failed', error: { code, message } };
}

function describeDeath(code: number | null, signal: string | null, step: number, output: string): string {
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
  const hint =
    signal === 'SIGKILL'
      ? ' (often the system running out of memory: lower batchTokens or dModel, or start fewer workers)'
      : '';
  const lastWords = output.trim() === '' ? '' : ` Its last output: ${output.trim()}`;
  return `The trainer's process was ended ${how} after step ${step}${hint}.${lastWords}`;
}
