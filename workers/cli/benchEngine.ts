import { createEngine, type EngineId } from '@/lib/engine/engine';
import { flopsPerStep, linearProducts } from '@/lib/model/flops';
import type { BatchShape } from '@/lib/model/tokenBatch';
import { fullBatch, openBenchSession, studyModel } from './benchModel';
import { ProductBench } from './benchProducts';
import { type EngineReport, median, type ShapeReport } from './benchReport';
import { exitCodes } from './exitCodes';
import { watchOtherLoad } from './otherLoad';
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

const batchShape: BatchShape = { rows: 64, sourceLength: 20, targetLength: 20 };
const squareSize = 1024;
const warmups = 3;
/** Steps and plain products take turns this often, so that a machine whose speed drifts affects both alike. */
const rounds = 5;
const learningRate = 1e-4;

/**
 * heldout bench engine: whole training steps (dropout, gradients, clipping and Adam included) of the study's shapes, and
 * beside them the rate of the engine's plain matrix products, which is what a step could reach at best.
 */
export async function benchEngine(flags: BenchEngineFlags): Promise<number> {
  const report: EngineReport = { engine: flags.engine, threads: flags.threads, shapes: [] };
  for (const dModel of flags.dModel) {
    for (const layers of flags.layers) report.shapes.push(await measureShape(flags, dModel, layers));
  }
  if (flags.json) printJson(report);
  else printReport(report);
  return exitCodes.ok;
}

async function measureShape(flags: BenchEngineFlags, dModel: number, layers: number): Promise<ShapeReport> {
  const { engine: id, threads, steps } = flags;
  const model = studyModel(dModel, layers);
  const batch = fullBatch(model, batchShape);
  const engine = await createEngine({ id, threads });
  // Together they count as one time each: a device is at work on all of them at once.
  const together = engine.memory === 'host' ? 1 : Math.min(flags.inFlight, steps);
  const session = await openBenchSession(model, threads, id, together);
  const products = await ProductBench.open(engine, threads, linearProducts(model, batchShape));
  const square = await ProductBench.open(engine, threads, [
    { m: squareSize, k: squareSize, n: squareSize, count: 1 },
  ]);
  const times: number[] = [];
  let step = 0;
  const trainSteps = async () => {
    const startedMs = performance.now();
    for (let queued = 0; queued < together; queued += 1) {
      step += 1;
      await session.queueStep(batch, step, learningRate);
    }
    await session.settle();
    return (performance.now() - startedMs) / together;
  };
  const otherLoad = watchOtherLoad();
  try {
    for (let warmup = 0; warmup < warmups; warmup += 1) await trainSteps();
    for (let round = 1; round <= rounds; round += 1) {
      while (times.length * together < (steps * round) / rounds) times.push(await trainSteps());
      await products.visit();
      await square.visit();
    }
  } finally {
    await products.dispose();
    await square.dispose();
    await session.dispose();
  }
  const msPerStep = median(times);
  const flops = flopsPerStep(model, batchShape);
  const achievedGflops = flops / (msPerStep * 1e6);
  const matmulGflops = products.gflops();
  return {
    dModel,
    dFf: model.dFf,
    heads: model.heads,
    layers,
    msPerStep,
    tokensPerSecond: (batchShape.rows * batchShape.targetLength * 1000) / msPerStep,
    flopsPerStep: flops,
    achievedGflops,
    matmulGflops,
    ratio: achievedGflops / matmulGflops,
    squareMatmulGflops: square.gflops(),
    minimumMs: Math.min(...times),
    maximumMs: Math.max(...times),
    steps: times.length * together,
    otherLoad: otherLoad(),
    parameters: session.parameterCount,
  };
}

function printReport({ engine, threads, shapes }: EngineReport): void {
  const { rows, sourceLength, targetLength } = batchShape;
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
