import { availableParallelism } from 'node:os';
import { gibibytes } from './deviceMemory';
import type { DeviceShareSettings } from './deviceShare';
import type { EngineChoice } from './engineChoice';
import { isSoftwareAdapter } from './gpuDevices';
import type { MeasureSharingOptions } from './measureSharing';
import { type ShapeClass, shapeClasses, standFor } from './shapeClasses';
import {
  limitsOf,
  readSharing,
  type Sharing,
  type SharingRate,
  worthwhileTrainers,
  writeSharing,
} from './sharing';

/** 'auto': as many as keep the machine busy. */
export type WorkerCount = number | 'auto';

export interface WorkerPlan {
  /** Worker processes, each with one trainer at a time. */
  count: number;
  /** How their trainers share a GPU; undefined on the processor, whose cores they share. */
  share: DeviceShareSettings | undefined;
}

export interface WorkerPlanOptions {
  setting: WorkerCount;
  choice: EngineChoice;
  /** Data directory, where what was measured is kept. */
  home: string;
  /** In place of what the driver says; null: as it says. */
  deviceMemoryBytes: number | null;
  say(line: string): void;
  /** Default: measureSharing, about a minute. */
  measure?: (options: MeasureSharingOptions) => Promise<Sharing>;
}

/**
 * How many workers to start. On the processor one a core; on a GPU as many as raise the total rate, which is measured once
 * a device and engine.
 */
export async function planWorkers(options: WorkerPlanOptions): Promise<WorkerPlan> {
  const { setting, choice } = options;
  const { isGpu, device } = choice;
  if (!isGpu) {
    if (options.deviceMemoryBytes !== null) {
      options.say(
        `--device-memory is for engines that compute on a GPU: it changes nothing for ${choice.engine}.`,
      );
    }
    return { count: setting === 'auto' ? availableParallelism() : setting, share: undefined };
  }
  const memoryBytes = options.deviceMemoryBytes ?? choice.memoryBytes;
  if (setting !== 'auto') {
    const why = `${setting} at once at most, as asked with --workers.`;
    return { count: setting, share: { memoryBytes, limits: null, replicas: null, why } };
  }
  if (isSoftwareAdapter(device)) {
    const why = 'One at a time: the device is imitated on the processor. --workers N sets another number.';
    return { count: 1, share: { memoryBytes, limits: null, replicas: null, why } };
  }
  const sharing = await knownSharing(options, memoryBytes);
  const limits = limitsOf(sharing);
  return {
    count: Math.max(...Object.values(limits)),
    share: { memoryBytes, limits, replicas: null, why: whyOf(sharing) },
  };
}

async function knownSharing(options: WorkerPlanOptions, memoryBytes: number | null): Promise<Sharing> {
  const { choice, home, say } = options;
  const { engine, device } = choice;
  const known = await readSharing(home, engine, device);
  if (known) return known;
  say(
    `Measuring how many runs at once are worth it on ${device}: once for this device and engine, some minutes at most; ` +
      '--workers N skips it.',
  );
  // Loads an engine, which a start without a GPU does not need.
  const measure = options.measure ?? (await import('./measureSharing')).measureSharing;
  const measured = await measure({ engine, memoryBytes, say });
  // A device where nothing could be measured, busy or broken, is measured again at the next start.
  if (Object.keys(measured.rates).length > 0) {
    await writeSharing(home, engine, device, measured).catch((error: unknown) =>
      say(`What was measured could not be kept for the next start: ${String(error)}`),
    );
  }
  return measured;
}

/** "Up to 8 runs at once of tiny models (5.1 times the rate of one), 4 of small ones (2.9 times) …" */
function whyOf({ rates, measuredAtMs }: Sharing): string {
  const parts = shapeClasses.map((shapeClass) => {
    const measured = rates[shapeClass] ?? [];
    const most = worthwhileTrainers(measured);
    return `${most} of ${shapeClass} models (${reasonOf(shapeClass, measured, most)})`;
  });
  const date = new Date(measuredAtMs).toISOString().slice(0, 10);
  return (
    `At once at most: ${parts.join(', ')}; another doubling raises the total rate by less than a tenth or does not fit ` +
    `(measured ${date}; --workers N sets another number).`
  );
}

function reasonOf(shapeClass: ShapeClass, measured: readonly SharingRate[], most: number): string {
  const rateOf = (trainers: number) => measured.find((rate) => rate.trainers === trainers)?.tokensPerSecond;
  const [alone, best] = [rateOf(1), rateOf(most)];
  if (alone === undefined || best === undefined) return 'not measured';
  const { dModel, layers } = standFor[shapeClass];
  const shape = `d_model ${dModel}, ${layers}+${layers} layers`;
  return most === 1 ? shape : `${(best / alone).toFixed(1)} times the rate of one at ${shape}`;
}

/** For the terminal, once at the start: how many share what, and why. */
export function describePlan({ count, share }: WorkerPlan, { device }: EngineChoice): string | null {
  if (!share) return null;
  const memory =
    share.memoryBytes === null
      ? 'Nobody says how much memory it has, so none is accounted; --device-memory GIB does.'
      : `Runs wait for one another where their estimates exceed its ${gibibytes(share.memoryBytes)}.`;
  return `${count} worker${count === 1 ? '' : 's'} on ${device}. ${share.why} ${memory}`;
}
