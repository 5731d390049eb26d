import type { WorkerRow } from '@/lib/domain/api';

type Row = Pick<WorkerRow, 'hostname' | 'engine' | 'device' | 'alive' | 'runs'>;

/** Engines on the processor share cores, which their threads tell of. */
const gpuEngines = ['onnx-webgpu', 'onnx-cuda', 'tfjs-node-gpu'];

/** How many runs are on the GPU of this worker, its own included; 0 on the processor. */
export function runsOnDevice(worker: Row, workers: readonly Row[]): number {
  if (!gpuEngines.includes(worker.engine)) return 0;
  const isBeside = ({ hostname, device, engine, alive }: Row) =>
    alive && hostname === worker.hostname && device === worker.device && gpuEngines.includes(engine);
  return workers.filter(isBeside).reduce((count, { runs }) => count + runs.length, 0);
}
