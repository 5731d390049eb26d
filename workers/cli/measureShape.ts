import { createEngine, type EngineId } from '@/lib/engine/engine';
import { flopsPerStep, linearProducts } from '@/lib/model/flops';
import type { BatchShape } from '@/lib/model/tokenBatch';
import { fullBatch, openBenchSession, studyModel } from './benchModel';
import { ProductBench } from './benchProducts';
import { median, type ShapeReport } from './benchReport';
import { watchOtherLoad } from './otherLoad';

/** The study's batch, without padding. */
export const benchBatch: BatchShape = { rows: 64, sourceLength: 20, targetLength: 20 };

export const warmupSteps = 3;
/** Steps and plain products take turns this often, or once a step, so that a machine whose speed drifts affects both alike. */
const mostRounds = 5;
export const benchLearningRate = 1e-4;

export interface MeasuredShape {
  readonly engine: EngineId;
  readonly threads: number;
  readonly dModel: number;
  /** Of the encoder, and as many of the decoder. */
  readonly layers: number;
  /** Timed steps. */
  readonly steps: number;
  /** Steps that a device is given before it is waited for; default: 1, each step's loss is read back before the next begins. */
  readonly inFlight?: number;
  /** Rows and columns of the matrices whose plain product is measured beside the step's own products. */
  readonly squareSize: number;
}

export interface ShapeMeasurement {
  readonly report: ShapeReport;
  /** Median processor time of this process a step, in milliseconds: what the host does, waiting aside. */
  readonly hostMsPerStep: number;
  /** Mean cross-entropy in nats of the first step and of the last, dropout included. */
  readonly firstLoss: number;
  readonly lastLoss: number;
}

export interface ShapeHooks {
  /** After the steps that warm up: of the benchmark, the device holds the session alone. */
  onWarm?(): Promise<unknown>;
  /** Once all is timed, before the session is closed, with the means to train on. */
  atEnd?(trainStep: () => Promise<unknown>): Promise<unknown>;
}

/**
 * Times whole training steps (dropout, gradients, clipping and Adam included) of the study's model, and in turns with them the engine's plain matrix products.
 *
 * @throws HeldoutError engine_unavailable, diverged
 */
export async function measureShape(
  { engine: id, threads, dModel, layers, steps, squareSize, inFlight = 1 }: MeasuredShape,
  hooks: ShapeHooks = {},
): Promise<ShapeMeasurement> {
  const model = studyModel(dModel, layers);
  const batch = fullBatch(model, benchBatch);
  const engine = await createEngine({ id, threads });
  // Together they count as one time each: a device is at work on all of them at once.
  const together = engine.memory === 'host' ? 1 : Math.min(inFlight, steps);
  const session = await openBenchSession(model, threads, id, together);
  const benches: ProductBench[] = [];
  const times: number[] = [];
  const hostTimes: number[] = [];
  const losses: number[] = [];
  const trainSteps = async () => {
    const startedMs = performance.now();
    const started = process.cpuUsage();
    for (let queued = 1; queued <= together; queued += 1) {
      await session.queueStep(batch, losses.length + queued, benchLearningRate);
    }
    losses.push(...(await session.settle()).map(({ loss }) => loss));
    const { user, system } = process.cpuUsage(started);
    return { ms: (performance.now() - startedMs) / together, hostMs: (user + system) / 1000 / together };
  };
  try {
    for (let warmup = 0; warmup < warmupSteps; warmup += 1) await trainSteps();
    await hooks.onWarm?.();
    const products = await ProductBench.open(engine, threads, linearProducts(model, benchBatch));
    benches.push(products);
    const square = await ProductBench.open(engine, threads, [
      { m: squareSize, k: squareSize, n: squareSize, count: 1 },
    ]);
    benches.push(square);
    const otherLoad = watchOtherLoad();
    const rounds = Math.min(mostRounds, steps);
    for (let round = 1; round <= rounds; round += 1) {
      while (times.length * together < (steps * round) / rounds) {
        const { ms, hostMs } = await trainSteps();
        times.push(ms);
        hostTimes.push(hostMs);
      }
      await products.visit();
      await square.visit();
    }
    const [firstLoss = Number.NaN, lastLoss = Number.NaN] = [losses[0], losses.at(-1)];
    const load = otherLoad();
    await hooks.atEnd?.(trainSteps);
    const msPerStep = median(times);
    const flops = flopsPerStep(model, benchBatch);
    const achievedGflops = flops / (msPerStep * 1e6);
    const matmulGflops = products.gflops();
    const report: ShapeReport = {
      dModel,
      dFf: model.dFf,
      heads: model.heads,
      layers,
      msPerStep,
      tokensPerSecond: (benchBatch.rows * benchBatch.targetLength * 1000) / msPerStep,
      flopsPerStep: flops,
      achievedGflops,
      matmulGflops,
      ratio: achievedGflops / matmulGflops,
      squareMatmulGflops: square.gflops(),
      minimumMs: Math.min(...times),
      maximumMs: Math.max(...times),
      steps: times.length * together,
      otherLoad: load,
      parameters: session.parameterCount,
    };
    return { report, hostMsPerStep: median(hostTimes), firstLoss, lastLoss };
  } finally {
    for (const bench of benches) await bench.dispose();
    await session.dispose();
  }
}
