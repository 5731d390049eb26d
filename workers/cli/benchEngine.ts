import type { EngineId } from '@/lib/engine/types';
import type { EngineReport } from './benchReport';
import { exitCodes } from './exitCodes';
import { benchBatch, measureShape } from './measureShape';
import { printJson, printTable, say } from './output';

export interface BenchEngineFlags {
  readonly dModel: readonly number[];
  readonly layers: readonly number[];
  readonly threads: number;
  /** Timed steps of each shape. */
  readonly steps: number;
  readonly engine: EngineId;
  /** Steps that a device is given before it is waited for. */
  readonly inFlight: number;
  readonly json: boolean;
}

const squareSize = 1024;

/**
 * heldout bench engine: whole training steps (dropout, gradients, clipping and Adam included) of the study's shapes, and
 * beside them the rate of the engine's plain matrix products, which is what a step could reach at best.
 */
export async function benchEngine(flags: BenchEngineFlags): Promise<number> {
  const { engine, threads, steps, inFlight } = flags;
  const report: EngineReport = { engine, threads, shapes: [] };
  for (const dModel of flags.dModel) {
    for (const layers of flags.layers) {
      const shape = { engine, threads, dModel, layers, steps, squareSize, inFlight };
      report.shapes.push((await measureShape(shape)).report);
    }
  }
  if (flags.json) printJson(report);
  else printReport(report);
  return exitCodes.ok;
}

function printReport({ engine, threads, shapes }: EngineReport): void {
  const { rows, sourceLength, targetLength } = benchBatch;
  printTable(
    [
      { key: 'dModel', label: 'd_model' },
      { key: 'layers', label: 'layers' },
      { key: 'msPerStep', label: 'step', unit: 'ms' },
      { key: 'range', label: 'min–max', unit: 'ms' },
      { key: 'tokensPerSecond', label: 'target tokens/s' },
      { key: 'achievedGflops', label: 'step', unit: 'GFLOP/s' },
      { key: 'matmulGflops', label: 'its products alone', unit: 'GFLOP/s' },
      { key: 'ratio', label: 'ratio' },
      { key: 'squareMatmulGflops', label: `${squareSize}³`, unit: 'GFLOP/s' },
      { key: 'otherLoad', label: 'other load', unit: 'cores' },
    ],
    shapes.map((shape) => ({
      ...shape,
      layers: `${shape.layers}+${shape.layers}`,
      range: `${shape.minimumMs.toFixed(1)}–${shape.maximumMs.toFixed(1)}`,
    })),
  );
  say(`\n${engine}, threads: ${threads}; batches of ${rows} × ${sourceLength} + ${targetLength}; medians.`);
}
