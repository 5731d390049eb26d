import { availableParallelism } from 'node:os';
import { hasReplicas } from '@/lib/engine/types';
import { gibibytes } from './deviceMemory';
import type { DeviceShareSettings } from './deviceShare';
import type { EngineChoice } from './engineChoice';
import { isSoftwareAdapter } from './gpuDevices';
import type { MeasureSharingOptions } from './measureSharing';
import { type ShapeClass, shapeClasses, standFor } from './shapeClasses';
import {
  limitsOf,
  readSharing,
  replicasOf,
  type Sharing,
  type SharingRate,
  worthwhileRate,
  writeSharing,
} from './sharing';

/** 'auto': as many as keep the machine busy. */
export type WorkerCount = number | 'auto';
/** Runs that one trainer steps together on a GPU as one graph, of every size; 'auto': as many as was measured to be worth it. */
export type ReplicaCount = number | 'auto';

export interface WorkerPlan {
  /** Worker processes, each with one trainer at a time. */
  count: number;
  /** How their trainers share a GPU; undefined on the processor, whose cores they share. */
  share: DeviceShareSettings | undefined;
}

export interface WorkerPlanOptions {
  workers: WorkerCount;
  replicas: ReplicaCount;
  choice: EngineChoice;
  /** Data directory, where what was measured is kept. */
  home: string;
  /** In place of what the driver says; null: as it says. */
  deviceMemoryBytes: number | null;
  say(line: string): void;
  /** Aborted: nothing more is measured, and what was is not kept. */
  signal?: AbortSignal | undefined;
  /** Default: measureSharing, some minutes at most. */
  measure?: (options: MeasureSharingOptions) => Promise<Sharing>;
}

/**
 * How many workers to start, and how many runs each trainer may step together. On the processor one a core; on a GPU as many
 * as raise the total rate, which is measured once a device and engine.
 */
export async function planWorkers(options: WorkerPlanOptions): Promise<WorkerPlan> {
  const { workers, choice } = options;
  const { isGpu, device } = choice;
  sayWhatIsIdle(options);
  if (!isGpu) return { count: workers === 'auto' ? availableParallelism() : workers, share: undefined };
  const memoryBytes = options.deviceMemoryBytes ?? choice.memoryBytes;
  const shareOf = (limits: DeviceShareSettings['limits'], sharing: Sharing | undefined, why: string) => {
    const { replicas, whyReplicas } = planReplicas(options, sharing);
    return { memoryBytes, limits, replicas, why: [why, whyReplicas].join(' ').trim() };
  };
  if (workers !== 'auto') {
    const measured = await readSharing(options.home, choice.engine, device);
    const why = `${workers} at once at most, as asked with --workers.`;
    return { count: workers, share: shareOf(null, measured, why) };
  }
  if (isSoftwareAdapter(device)) {
    const why = 'One at a time: the device is imitated on the processor. --workers N sets another number.';
    return { count: 1, share: shareOf(null, undefined, why) };
  }
  const sharing = await knownSharing(options, memoryBytes);
  const limits = limitsOf(sharing);
  return { count: Math.max(...Object.values(limits)), share: shareOf(limits, sharing, whyOf(sharing)) };
}

/** Settings that are for other engines. */
function sayWhatIsIdle({ choice, deviceMemoryBytes, replicas, say }: WorkerPlanOptions): void {
  const { engine, isGpu } = choice;
  if (!isGpu && deviceMemoryBytes !== null) {
    say(`--device-memory is for engines that compute on a GPU: it changes nothing for ${engine}.`);
  }
  if (!hasReplicas(engine) && replicas !== 'auto' && replicas > 1) {
    say(
      `--replicas is for onnx-webgpu, which steps several runs as one graph: it changes nothing for ${engine}.`,
    );
  }
}

function planReplicas(
  { replicas, choice }: WorkerPlanOptions,
  sharing: Sharing | undefined,
): { replicas: DeviceShareSettings['replicas']; whyReplicas: string } {
  if (!hasReplicas(choice.engine)) return { replicas: null, whyReplicas: '' };
  if (replicas === 1) return { replicas: null, whyReplicas: 'Each run by itself, as asked with --replicas.' };
  if (replicas !== 'auto') {
    return {
      replicas: { tiny: replicas, small: replicas, medium: replicas, large: replicas },
      whyReplicas: `A trainer steps up to ${replicas} runs together as one graph, as asked with --replicas.`,
    };
  }
  if (sharing === undefined) return { replicas: null, whyReplicas: '' };
  return { replicas: replicasOf(sharing), whyReplicas: whyReplicasOf(sharing) };
}

async function knownSharing(options: WorkerPlanOptions, memoryBytes: number | null): Promise<Sharing> {
  const { choice, home, say, signal } = options;
  const { engine, device } = choice;
  const known = await readSharing(home, engine, device);
  if (known) return known;
  say(
    `Measuring how many runs at once are worth it on ${device}: once for this device and engine, some minutes at most; ` +
      '--workers N skips it.',
  );
  // Loads an engine, which a start without a GPU does not need.
  const measure = options.measure ?? (await import('./measureSharing')).measureSharing;
  const measured = await measure({ engine, memoryBytes, say, signal });
  // A device where nothing could be measured, busy or broken, is measured again at the next start.
  if (Object.keys(measured.processes).length > 0 && !signal?.aborted) {
    await writeSharing(home, engine, device, measured).catch((error: unknown) =>
      say(`What was measured could not be kept for the next start: ${String(error)}`),
    );
  }
  return measured;
}

/** "At once at most: 8 of tiny models (5.1 times the rate of one at d_model 64, 1+1 layers), 4 of small models …" */
function whyOf({ processes, measuredAtMs }: Sharing): string {
  const parts = shapeClasses.map((shapeClass) => {
    const measured = processes[shapeClass] ?? [];
    const most = worthwhileRate(measured)?.count ?? 1;
    return `${most} of ${shapeClass} models (${reasonOf(shapeClass, measured, most)})`;
  });
  const date = new Date(measuredAtMs).toISOString().slice(0, 10);
  return (
    `At once at most: ${parts.join(', ')}; another doubling raises the total rate by less than a tenth or does not fit ` +
    `(measured ${date}; --workers N sets another number).`
  );
}

function reasonOf(shapeClass: ShapeClass, measured: readonly SharingRate[], most: number): string {
  const { dModel, layers } = standFor[shapeClass];
  const shape = `d_model ${dModel}, ${layers}+${layers} layers`;
  const gain = gainOf(measured, most);
  if (gain === undefined) return 'not measured';
  return most === 1 ? shape : `${gain} times the rate of one at ${shape}`;
}

/** "A trainer steps together as one graph up to 16 runs of tiny models (9.0 times the rate of one) …" */
function whyReplicasOf(sharing: Sharing): string {
  const counts = replicasOf(sharing);
  const parts = shapeClasses
    .filter((shapeClass) => counts[shapeClass] > 1)
    .map((shapeClass) => {
      const count = counts[shapeClass];
      const gain = gainOf(sharing.replicas[shapeClass] ?? [], count);
      return `${count} runs of ${shapeClass} models (${gain} times the rate of one)`;
    });
  return parts.length === 0
    ? 'Each run by itself: replicas of one graph did not gain a tenth over processes (--replicas N sets another number).'
    : `A trainer steps together as one graph up to ${parts.join(', ')}; --replicas N sets another number.`;
}

/** Of so many at once over one; undefined where either was not measured. */
function gainOf(measured: readonly SharingRate[], count: number): string | undefined {
  const rateOf = (of: number) => measured.find((rate) => rate.count === of)?.tokensPerSecond;
  const [alone, together] = [rateOf(1), rateOf(count)];
  return alone === undefined || together === undefined ? undefined : (together / alone).toFixed(1);
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
