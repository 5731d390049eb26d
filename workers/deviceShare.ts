import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';
import { type ClaimAttempt, DeviceLedger, type LedgerEntry } from './deviceLedger';
import { type DeviceMemoryEstimate, gibibytes, memoryOfReplicas } from './deviceMemory';
import { nvidiaGpuNamed } from './gpuDevices';
import { identityOfProcess } from './processIdentity';
import { type ShapeClass, shapeClassSchema } from './shapeClasses';

/** How trainers share a device, as the supervisor tells its workers. */
export const deviceShareSettingsSchema = z.object({
  /** The device's own; null: nobody says, and then memory is not accounted. */
  memoryBytes: z.number().positive().nullable(),
  /** Trainers at once that raise the total rate, by the size of their models; null: as many as there are workers. */
  limits: z.record(shapeClassSchema, z.int().min(1)).nullable(),
  /** Runs that one trainer steps together as replicas of one graph, at most; null: each by itself. */
  replicas: z.record(shapeClassSchema, z.int().min(1)).nullable(),
  /** One sentence: how many, and why. */
  why: z.string(),
});
export type DeviceShareSettings = z.infer<typeof deviceShareSettingsSchema>;

export interface DeviceShareOptions extends DeviceShareSettings {
  /** Data directory: workers of one machine that have it in common see each other. */
  home: string;
  device: string;
  log(line: string): void;
  /** Of the device's memory, by all processes; default: as nvidia-smi says. null: nobody says. */
  usedBytes?: () => Promise<number | null>;
  /** Resolves after so many milliseconds, or rejects when the signal is aborted; default: a timer. */
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** Milliseconds since the epoch; default: the system's. */
  now?: () => number;
  /** Default: the one of the data directory. */
  ledger?: DeviceLedger;
}

/** What a trainer asks for before it opens the device. */
export interface DeviceNeed {
  memory: DeviceMemoryEstimate;
  shapeClass: ShapeClass;
  /** The run, for a person. */
  label: string;
  /** Process ids of the trainer and of its worker: the room is free once both are gone. */
  pids: readonly number[];
}

/** Room on a device. */
export interface DeviceRoom {
  /** For the run's log: with how many it shares the device, and why so many. */
  told: string;
  /** Gives it back; call once the trainer is gone. */
  release(): Promise<void>;
}

/** Of the device: the rest is for the driver, and for what estimates miss. */
const usableShare = 0.95;
const lookEveryMs = 1000;

/** A worker's view of the device that it shares with the other trainers of the machine. */
export class DeviceShare {
  readonly #options: DeviceShareOptions;
  readonly #ledger: DeviceLedger;
  readonly #wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** Memory of others than our trainers, when last nobody of ours was there. */
  #foreignAlone: number | undefined;

  constructor(options: DeviceShareOptions) {
    this.#options = options;
    this.#ledger = options.ledger ?? new DeviceLedger(ledgerFolder(options.home, options.device));
    this.#wait = options.wait ?? ((ms, signal) => delay(ms, undefined, { signal }));
  }

  /**
   * Waits until another run may find room: nobody waits for it already, and fewer train than are worth it. What the run
   * will need is known only once it is leased, so it may have to wait then as well.
   *
   * @param meanwhile called at every look that finds none
   */
  async untilRoom(signal: AbortSignal, meanwhile: () => Promise<unknown>): Promise<void> {
    for (;;) {
      const entries = await this.#ledger.entries();
      const limit = Math.min(...entries.map(({ mostTrainers }) => mostTrainers ?? Number.POSITIVE_INFINITY));
      const isFull = entries.length >= limit || entries.some(({ state }) => state !== 'held');
      if (!isFull || signal.aborted) return;
      await meanwhile();
      await this.#wait(lookEveryMs, signal).catch(() => undefined);
    }
  }

  /** Whether no trainer has claimed any of it. */
  async isFree(): Promise<boolean> {
    return (await this.#ledger.entries()).length === 0;
  }

  /** Runs of such a need that one trainer steps together: as many as are worth it and fit where nobody else is. */
  replicasOf({ memory, shapeClass }: Pick<DeviceNeed, 'memory' | 'shapeClass'>): number {
    const capacity = this.#capacity();
    let replicas = this.#options.replicas?.[shapeClass] ?? 1;
    while (replicas > 1 && memoryOfReplicas(memory, replicas).total > capacity) replicas -= 1;
    return replicas;
  }

  /**
   * Waits for room for a run and takes it, in the order of arrival: a large run is not overtaken for ever.
   *
   * @param onWait told once, where it has to wait: why
   * @throws HeldoutError invalid_config where the run does not fit even alone, with the numbers; the signal's reason
   *   where it is aborted
   */
  async enter(need: DeviceNeed, signal: AbortSignal, onWait: (why: string) => void): Promise<DeviceRoom> {
    const { device, now = Date.now } = this.#options;
    const capacity = this.#capacity();
    if (need.memory.total > capacity)
      throw doesNotFit(need, device, this.#options.memoryBytes ?? 0, capacity);
    const id = await this.#ledger.join(
      {
        bytes: need.memory.total,
        mostTrainers: this.#options.limits?.[need.shapeClass] ?? null,
        processes: need.pids.map(identityOfProcess),
        label: need.label,
      },
      now(),
    );
    try {
      for (let hasWaited = false; ; ) {
        signal.throwIfAborted();
        const used = await this.#used();
        const attempt = await this.#ledger.tryToHold(id, (holders) => this.#fits(need, holders, used));
        if (attempt.isHeld) {
          return { told: this.#told(need, attempt.holders), release: () => this.#ledger.leave(id) };
        }
        if (!hasWaited) onWait(this.#whyNot(need, attempt, used));
        hasWaited = true;
        await this.#wait(lookEveryMs, signal);
      }
    } catch (error) {
      await this.#ledger.leave(id);
      throw error;
    }
  }

  #capacity(): number {
    const { memoryBytes } = this.#options;
    return memoryBytes === null ? Number.POSITIVE_INFINITY : Math.floor(usableShare * memoryBytes);
  }

  #fits(need: DeviceNeed, holders: readonly LedgerEntry[], used: number | null): boolean {
    const most = this.#mostBeside(need, holders);
    return holders.length < most && need.memory.total <= this.#free(holders, used);
  }

  /** Trainers that may be there with this one and the holders. */
  #mostBeside(need: DeviceNeed, holders: readonly LedgerEntry[]): number {
    const limits = holders.flatMap(({ mostTrainers }) => mostTrainers ?? []);
    return Math.min(this.#options.limits?.[need.shapeClass] ?? Number.POSITIVE_INFINITY, ...limits);
  }

  #free(holders: readonly LedgerEntry[], used: number | null): number {
    return this.#capacity() - claimed(holders) - this.#foreign(holders, used);
  }

  /**
   * Memory that others take. Our trainers may not have taken yet all that they have claimed, so what is used beyond the
   * claims is the least that others have, and what was used when none of ours was there, as far as it still is, another
   * bound.
   */
  #foreign(holders: readonly LedgerEntry[], used: number | null): number {
    if (used === null) return 0;
    if (holders.length === 0) this.#foreignAlone = used;
    return Math.max(0, used - claimed(holders), Math.min(this.#foreignAlone ?? 0, used));
  }

  async #used(): Promise<number | null> {
    const { memoryBytes, device, usedBytes } = this.#options;
    if (memoryBytes === null) return null;
    return usedBytes ? usedBytes() : ((await nvidiaGpuNamed(device))?.usedBytes ?? null);
  }

  #told(need: DeviceNeed, holders: readonly LedgerEntry[]): string {
    const { device, memoryBytes, why } = this.#options;
    const others =
      holders.length === 0
        ? `Has ${device} to itself so far`
        : `Shares ${device} with ${holders.length} other ${holders.length === 1 ? 'run' : 'runs'}`;
    const memory =
      memoryBytes === null
        ? 'its memory is not accounted, because nobody says how much there is (--device-memory does)'
        : `about ${gibibytes(need.memory.total)} of its ${gibibytes(memoryBytes)} are kept for this one`;
    return `${others}; ${memory}. ${why}`;
  }

  #whyNot(need: DeviceNeed, { holders, isBehindOthers }: ClaimAttempt, used: number | null): string {
    const { device } = this.#options;
    const isOne = holders.length === 1;
    const there = isOne ? '1 run' : `${holders.length} runs`;
    if (isBehindOthers) return `Waits for room on ${device}, behind runs that came earlier.`;
    if (holders.length >= this.#mostBeside(need, holders)) {
      return `Waits for room on ${device}: ${there} ${isOne ? 'trains' : 'train'} there, and more at once would not raise the total rate.`;
    }
    const foreign = this.#foreign(holders, used);
    const others = foreign > 0 ? `, other programs ${gibibytes(foreign)}` : '';
    return (
      `Waits for room on ${device}: it needs about ${gibibytes(need.memory.total)}; ${there} ${isOne ? 'holds' : 'hold'} ` +
      `${gibibytes(claimed(holders))}${others}, of ${gibibytes(this.#capacity())} that may be used.`
    );
  }
}

function claimed(holders: readonly LedgerEntry[]): number {
  return holders.reduce((sum, { bytes }) => sum + bytes, 0);
}

function doesNotFit(
  { memory }: DeviceNeed,
  device: string,
  memoryBytes: number,
  capacity: number,
): HeldoutError {
  const { states, activations, decoding, context, total } = memory;
  return new HeldoutError(
    'invalid_config',
    `The run needs about ${gibibytes(total)} of device memory (parameters, moments and gradients ${gibibytes(states)}, ` +
      `activations of its largest batch ${gibibytes(activations)}, translations ${gibibytes(decoding)}, the driver ` +
      `${gibibytes(context)}, a quarter as margin), and ${device} has ${gibibytes(memoryBytes)}, of which ` +
      `${gibibytes(capacity)} may be used: lower batchTokens, dModel, dFf or maxLength, or start the worker with ` +
      '--engine onnx-cpu, or with --device-memory if the device has more.',
    { path: 'batchTokens' },
  );
}

/** Of one machine and device: a data directory may be shared over a network, where process ids mean nothing. */
function ledgerFolder(home: string, device: string): string {
  const name = device.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const hash = createHash('sha256').update(device).digest('hex').slice(0, 8);
  return join(home, 'cache', 'devices', encodeURIComponent(hostname()), `${name.slice(0, 40)}-${hash}`);
}
