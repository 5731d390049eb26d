import { HeldoutError } from '@/lib/domain/errors';
import { runTask } from '../childTask';
import { trainConcurrently } from '../concurrentTraining';
import { chooseEngine, type EngineChoice, type EngineWish } from '../engineChoice';
import { describeEnvironment } from '../environment';
import { isSoftwareAdapter, nvidiaGpuNamed } from '../gpuDevices';
import {
  type GpuBench,
  type GpuReport,
  type GpuSweep,
  type GpuTask,
  gpuBenchSchema,
  gpuBenchVersion,
  gpuShapeSchema,
} from './benchGpuReport';
import { printGpuBench } from './benchGpuTable';
import { benchOptimizer, studyModel } from './benchModel';
import {
  type BenchSpread,
  type BenchSpreadFlags,
  benchSpreads,
  isAlone,
  nameOfSpread,
  runsAtOnce,
} from './benchSpread';
import { exitCodes } from './exitCodes';
import { benchBatch, warmupSteps } from './measureShape';
import { printJson, say } from './output';

/** Width and layers of the study's model, which follow from them (see studyModel). */
export interface BenchShape {
  readonly dModel: number;
  /** Of the encoder, and as many of the decoder. */
  readonly layers: number;
}

/** No number of runs at once: the sweep rate is not measured. */
export interface BenchGpuFlags extends BenchSpreadFlags {
  readonly engine: EngineWish;
  readonly threads: number;
  readonly shapes: readonly BenchShape[];
  /** Timed steps of each shape. */
  readonly steps: number;
  /** Sentences that are decoded together; 0: decoding is not measured. */
  readonly sentences: number;
  /** Of the model whose sweep rate is measured. */
  readonly sweepShape: BenchShape;
  /** For how long runs train at once, in milliseconds. */
  readonly windowMs: number;
  readonly json: boolean;
}

/**
 * Large enough to fill a data-centre GPU; the processor needs no more than the study's, and a GPU that is imitated on it
 * would take minutes for that.
 */
function squareSizeOf({ isGpu, device }: EngineChoice): number {
  if (!isGpu) return 1024;
  return isSoftwareAdapter(device) ? 256 : 4096;
}

const beam = 4;
/** 20 epochs of the Tatoeba pairs in 306 batches each, as docs/measurements.md has them. */
export const stepsPerRun = 20 * 306;
const limitMs = 10 * 60_000;

/**
 * heldout bench gpu: training steps, decoding and several runs at once on a GPU, in a form that
 * tests/bench/pytorch/gpu.py prints as well.
 *
 * @returns 1 where something that was asked for could not be measured: it is among the failures, the rest is printed
 * @throws HeldoutError engine_unavailable where there is no GPU engine, or the one that was named does not work
 */
export async function benchGpu(flags: BenchGpuFlags): Promise<number> {
  const choice = await chooseEngine(flags.engine);
  if (flags.engine === 'auto' && !choice.isGpu) {
    throw new HeldoutError(
      'engine_unavailable',
      `bench gpu needs a GPU engine, and there is none here (${choice.why}). npm run -s heldout -- doctor says what ` +
        'each is missing; --engine onnx-cpu tries the benchmark out on the processor.',
    );
  }
  say(`Measuring ${choice.why}.`);
  const bench = await describeBench(choice, await measureEngine(flags, choice));
  // What others read is held against its own description first.
  if (flags.json) printJson(gpuBenchSchema.parse(bench));
  else printGpuBench(bench);
  const failures = bench.reports.flatMap((report) => report.failures);
  for (const { what, reason } of failures) say(`Not measured: ${what}: ${reason}`);
  return failures.length === 0 ? exitCodes.ok : exitCodes.failed;
}

async function describeBench(
  { device, memoryBytes, isGpu }: EngineChoice,
  report: GpuReport,
): Promise<GpuBench> {
  const gpu = isGpu ? await nvidiaGpuNamed(device) : undefined;
  return {
    format: 'heldout-bench-gpu',
    version: gpuBenchVersion,
    date: new Date().toISOString(),
    device,
    deviceMemoryBytes: memoryBytes,
    driver: gpu?.driver ?? null,
    software: !isGpu || isSoftwareAdapter(device),
    versions: describeEnvironment(device),
    reports: [report],
  };
}

async function measureEngine(flags: BenchGpuFlags, choice: EngineChoice): Promise<GpuReport> {
  const { engine } = choice;
  const model = studyModel(8, 1);
  const report: GpuReport = {
    program: 'heldout',
    mode: engine,
    precision: 'float32',
    conditions: {
      rows: benchBatch.rows,
      sourceLength: benchBatch.sourceLength,
      targetLength: benchBatch.targetLength,
      sourceVocabulary: model.sourceVocab,
      targetVocabulary: model.targetVocab,
      heads: model.heads,
      dropout: model.dropout,
      optimizer: `${benchOptimizer.kind}, gradients clipped at ${benchOptimizer.clipNorm}`,
      warmups: warmupSteps,
      threads: flags.threads,
      synchronised: 'the loss of every step is read back before the next begins',
    },
    shapes: [],
    sweep: null,
    failures: [],
  };
  for (const shape of flags.shapes) {
    say(`Training steps${flags.sentences > 0 ? ' and decoding' : ''} at ${nameOf(shape)} …`);
    const task: GpuTask = {
      engine,
      threads: flags.threads,
      ...shape,
      steps: flags.steps,
      squareSize: squareSizeOf(choice),
      sentences: flags.sentences,
      beam,
    };
    const result = await runTask({
      script: new URL('./benchGpuTask.ts', import.meta.url),
      args: [JSON.stringify(task)],
      schema: gpuShapeSchema,
      limitMs,
    });
    if (result.ok) report.shapes.push(result.value);
    else report.failures.push({ what: nameOf(shape), reason: result.reason });
  }
  const spreads = benchSpreads(flags, engine, say);
  if (spreads.length > 0) Object.assign(report, await measureSweep(flags, spreads, report, engine));
  return report;
}

async function measureSweep(
  { sweepShape, windowMs, threads }: BenchGpuFlags,
  spreads: readonly BenchSpread[],
  { failures }: GpuReport,
  engine: EngineChoice['engine'],
): Promise<Pick<GpuReport, 'sweep' | 'failures'>> {
  const measured: GpuSweep['atOnce'] = [];
  const failed = [...failures];
  for (const spread of spreads) {
    const what = `${nameOfSpread(spread)}, ${nameOf(sweepShape)}`;
    say(`${what} …`);
    const together = await trainConcurrently({
      engine,
      threads,
      ...sweepShape,
      ...spread,
      windowMs,
      limitMs,
    });
    if (together.ok) {
      const { tokensPerSecond, stepsPerSecond } = together;
      const alone = measured.find(isAlone)?.tokensPerSecond ?? tokensPerSecond / runsAtOnce(spread);
      measured.push({
        ...spread,
        tokensPerSecond,
        runsPerHour: (3600 * stepsPerSecond) / stepsPerRun,
        gain: tokensPerSecond / alone,
      });
    } else failed.push({ what, reason: together.reason });
  }
  return { sweep: { ...sweepShape, stepsPerRun, windowMs, atOnce: measured }, failures: failed };
}

function nameOf({ dModel, layers }: BenchShape): string {
  return `d_model ${dModel}, ${layers}+${layers} layers`;
}
