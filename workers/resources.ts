import { execFile } from 'node:child_process';

/** A query takes a tenth of a second or more, on a processor that trains. */
const gpuEveryMs = 10_000;
const gpuLimitMs = 5000;

export interface ResourceSources {
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Microseconds of processor time of this process so far. */
  cpuTime(): number;
  /** What nvidia-smi prints; rejects where there is none. */
  queryGpu(): Promise<string>;
}

/**
 * What this process uses of the machine, as metrics: cores since the last call, and share and memory of the GPU as they
 * were a moment ago, where NVIDIA's driver tells. Reading never waits.
 */
export function resourceMeter(sources: ResourceSources = ofThisProcess): () => Record<string, number> {
  let last = { atMs: sources.now(), cpuMicroseconds: sources.cpuTime() };
  let gpu: Record<string, number> = {};
  let askedAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    const current = { atMs: sources.now(), cpuMicroseconds: sources.cpuTime() };
    const elapsedMs = current.atMs - last.atMs;
    const cores = (current.cpuMicroseconds - last.cpuMicroseconds) / 1000 / elapsedMs;
    last = current;
    if (current.atMs - askedAtMs >= gpuEveryMs) {
      askedAtMs = current.atMs;
      sources.queryGpu().then(
        (output) => {
          gpu = parseGpuUse(output);
        },
        () => {
          gpu = {};
          // No driver here: not asked again.
          askedAtMs = Number.POSITIVE_INFINITY;
        },
      );
    }
    return { ...(elapsedMs > 0 ? { 'system/cpuShare': cores } : {}), ...gpu };
  };
}

/**
 * Of the first GPU, the one that engines take.
 *
 * @param output of `nvidia-smi --query-gpu=utilization.gpu,memory.used --format=csv,noheader,nounits`: percent, MiB
 */
export function parseGpuUse(output: string): Record<string, number> {
  const [, percent, mebibytes] = /^\s*(\d+)\s*,\s*(\d+)/.exec(output) ?? [];
  if (percent === undefined || mebibytes === undefined) return {};
  return { 'system/gpuShare': Number(percent) / 100, 'system/gpuMemoryBytes': Number(mebibytes) * 2 ** 20 };
}

const ofThisProcess: ResourceSources = {
  now: () => performance.now(),
  cpuTime: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  queryGpu: () =>
    new Promise((resolve, reject) => {
      const args = ['--query-gpu=utilization.gpu,memory.used', '--format=csv,noheader,nounits'];
      execFile('nvidia-smi', args, { timeout: gpuLimitMs, killSignal: 'SIGKILL' }, (error, output) => {
        if (error) reject(error);
        else resolve(output);
      });
    }),
};
