import type { WorkerRow } from '@/lib/domain/api';

type Row = Pick<WorkerRow, 'hostname' | 'engine' | 'device' | 'alive' | 'run'>;

/** Engines on the processor share cores, which their threads tell of. */
const gpuEngines = ['onnx-webgpu', 'onnx-cuda', 'tfjs-node-gpu'];

/** How many workers have a run on the GPU of this one, itself included where it has one; 0 on the processor. */
export function runsOnDevice(worker: Row, workers: readonly Row[]): number {
  if (!gpuEngines.includes(worker.engine)) return 0;
  const isBeside = ({ hostname, device, engine, alive, run }: Row) =>
    alive &&
    run !== null &&
    hostname === worker.hostname &&
    device === worker.device &&
    gpuEngines.includes(engine);
  return workers.filter(isBeside).length;
}
