import { availableParallelism, totalmem } from 'node:os';
import { z } from 'zod';
import { type EngineId, engineIds } from '@/lib/engine/types';
import { runTask } from './childTask';
import { explainReason } from './engineReasons';
import { deviceName } from './environment';
import {
  adapterInLoaderLog,
  deviceInTensorFlowLog,
  type GpuDevice,
  isSoftwareAdapter,
  nvidiaGpus,
} from './gpuDevices';

/** What one engine can do on this machine. */
export interface EngineReport {
  id: EngineId;
  /** It trained one step of a small model and multiplied rightly. */
  usable: boolean;
  /** Why it is not usable; null where it is. */
  reason: string | null;
  /** What it computes on, or would; null where nobody names it. */
  device: string | null;
  /** The device's own memory, or the system's where it computes there; null where nobody says. */
  memoryBytes: number | null;
  /** Best rate of a float32 matrix product, in 10⁹ operations a second; on all cores where it computes on them. */
  matmulGflops: number | null;
  /** A GPU that is imitated on the processor: right, for tests, and slow. */
  software: boolean;
}

const probeLimitMs = 60_000;
const gpuEngines = ['onnx-webgpu', 'onnx-cuda', 'tfjs-node-gpu'] as const;

export function isGpuEngine(id: EngineId): boolean {
  return gpuEngines.some((gpu) => gpu === id);
}

/**
 * Drivers are asked to name the device that they open: see gpuDevices. TensorFlow would take nearly all of its memory, from
 * trainers that may be there.
 */
const talkativeDrivers = {
  VK_LOADER_DEBUG: 'driver',
  TF_CPP_MIN_LOG_LEVEL: '0',
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
};

/** Tries an engine in a process of its own. Never throws for what an engine or a driver does. */
export async function detectEngine(
  id: EngineId,
  options: { limitMs?: number; env?: Readonly<Record<string, string>> } = {},
): Promise<EngineReport> {
  const isGpu = isGpuEngine(id);
  const result = await runTask({
    script: new URL('./engineProbe.ts', import.meta.url),
    args: [id],
    schema: z.object({ matmulGflops: z.number() }),
    limitMs: options.limitMs ?? probeLimitMs,
    env: { ...(isGpu ? talkativeDrivers : {}), ...options.env },
  });
  const device = isGpu
    ? await gpuOf(id, result.output)
    : { name: deviceName(), memoryBytes: totalmem(), software: false };
  const why = result.ok ? null : result.code ? result.reason : `its process failed: ${result.reason}`;
  const reason = why === null || !isGpu ? why : await explainReason(why, result.output);
  return {
    id,
    usable: result.ok,
    reason,
    device: device.name,
    memoryBytes: device.memoryBytes,
    matmulGflops: result.ok ? result.value.matmulGflops : null,
    software: device.software,
  };
}

/** One after the other: side by side they would take each other's cores and spoil the rates. */
export async function detectEngines(ids: readonly EngineId[] = engineIds): Promise<EngineReport[]> {
  const reports: EngineReport[] = [];
  for (const id of ids) reports.push(await detectEngine(id));
  return reports;
}

async function gpuOf(
  id: EngineId,
  output: string,
): Promise<{ name: string | null; memoryBytes: number | null; software: boolean }> {
  const named = id === 'onnx-webgpu' ? adapterInLoaderLog(output) : deviceInTensorFlowLog(output);
  if (named !== null && isSoftwareAdapter(named)) return { name: named, memoryBytes: null, software: true };
  // An adapter that nobody names may be another maker's.
  if (named === null && id === 'onnx-webgpu') return { name: null, memoryBytes: null, software: false };
  const known = await nvidiaGpus();
  const gpu: GpuDevice | undefined =
    named === null ? known[0] : known.find(({ name }) => named.includes(name));
  return { name: named ?? gpu?.name ?? null, memoryBytes: gpu?.memoryBytes ?? null, software: false };
}

/** For a table: "160 GFLOP/s on 2 cores, AMD EPYC". */
export function describeEngine(report: EngineReport): string {
  if (!report.usable) return report.reason ?? 'not usable';
  const rate = `${report.matmulGflops?.toFixed(1) ?? '?'} GFLOP/s`;
  // tfjs-cpu is plain JavaScript, on one thread whatever there is.
  const cores = report.id === 'tfjs-cpu' ? 1 : availableParallelism();
  const where = isGpuEngine(report.id) ? '' : ` on ${cores} core${cores === 1 ? '' : 's'}`;
  const device = report.device ?? 'a device that nobody names';
  return `${rate}${where}, ${device}${report.software ? ' (software, slow)' : ''}`;
}
