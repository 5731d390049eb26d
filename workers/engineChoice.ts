import { HeldoutError } from '@/lib/domain/errors';
import type { EngineId } from '@/lib/engine/types';
import { describeEngine, detectEngine, type EngineReport, isGpuEngine } from './engineDetection';
import { deviceName } from './environment';
import { mayHaveGpu } from './gpuDevices';

export type EngineWish = EngineId | 'auto';

export interface EngineChoice {
  engine: EngineId;
  /** What it computes on, as the workers page shows it. */
  device: string;
  /** Whether it computes on a GPU, which trainers share. */
  isGpu: boolean;
  /** The GPU's own memory; null where nobody says, and for the processor. */
  memoryBytes: number | null;
  /** One line for a person: which engine, and why. */
  why: string;
}

/**
 * Engines that `auto` may take instead of the CPU's. WebGPU comes first: it runs whole steps as one graph, so at equal
 * rates of the matrix product it wastes less between the products than the eager engine.
 */
const candidates = ['onnx-webgpu', 'onnx-cuda', 'tfjs-node-gpu'] as const satisfies readonly EngineId[];

/**
 * The engine to train with: the one that was asked for, or the best that works here.
 *
 * @throws HeldoutError engine_unavailable where an engine that was named does not work here
 */
export async function chooseEngine(
  wish: EngineWish,
  detect: (id: EngineId) => Promise<EngineReport> = detectEngine,
  hasGpu: () => boolean = mayHaveGpu,
): Promise<EngineChoice> {
  // The CPU's engine needs no driver, only what was installed; trainers say so where even that fails.
  if (wish === 'onnx-cpu') return onCpu('as asked');
  if (wish !== 'auto') return named(await detect(wish));
  if (!hasGpu()) return onCpu('this machine has no GPU');
  const reports: EngineReport[] = [];
  for (const id of candidates) reports.push(await detect(id));
  const usable = reports.filter((report) => report.usable && !report.software);
  const [first] = usable;
  if (!first) return onCpu(`no GPU engine works here: ${reports.map(reasonAgainst).join('; ')}`);
  const best = usable.reduce(
    (fastest, report) => (rateOf(report) > rateOf(fastest) ? report : fastest),
    first,
  );
  const cpu = await detect('onnx-cpu');
  if (rateOf(best) <= rateOf(cpu)) {
    return onCpu(`it multiplies faster (${describeEngine(cpu)}) than ${best.id} (${describeEngine(best)})`);
  }
  return chosen(best, `${best.id}: the fastest that works here, ${describeEngine(best)}`);
}

function named(report: EngineReport): EngineChoice {
  if (report.usable) return chosen(report, `${report.id}, as asked: ${describeEngine(report)}`);
  throw new HeldoutError(
    'engine_unavailable',
    `Engine ${report.id} does not work here: ${withoutPeriod(report.reason)}. Use --engine auto; ` +
      'npm run -s heldout -- doctor says what works.',
  );
}

function chosen({ id, device, memoryBytes }: EngineReport, why: string): EngineChoice {
  const isGpu = isGpuEngine(id);
  return {
    engine: id,
    device: device ?? (isGpu ? 'a GPU that nobody names' : deviceName()),
    isGpu,
    memoryBytes: isGpu ? memoryBytes : null,
    why,
  };
}

function onCpu(why: string): EngineChoice {
  return {
    engine: 'onnx-cpu',
    device: deviceName(),
    isGpu: false,
    memoryBytes: null,
    why: `onnx-cpu: ${why}`,
  };
}

function reasonAgainst({ id, usable, reason, device }: EngineReport): string {
  return `${id}: ${usable ? `${device} is software` : withoutPeriod(reason)}`;
}

const withoutPeriod = (sentence: string | null) => (sentence ?? 'no reason given').replace(/\.$/, '');

const rateOf = (report: EngineReport) => report.matmulGflops ?? 0;
