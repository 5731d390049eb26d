import { availableParallelism, constants, setPriority } from 'node:os';
import { z } from 'zod';
import { flopsPerToken } from '@/lib/data/runWork';
import type { Calibration } from '@/lib/domain/estimate';
import type { EngineId } from '@/lib/engine/types';
import { endId, type ModelConfig, startId } from '@/lib/model/config';
import { flopsPerStep } from '@/lib/model/flops';
import { parameterInput } from '@/lib/model/parameterInputs';
import { createModelSession, type ModelSession, type TokenBatch } from '@/lib/model/session';
import { answerTask } from './childTask';
import { isGpuEngine } from './engineDetection';
import { engineIdSchema } from './trainerMessages';

/**
 * Times training steps and translations of a few models in a process of its own, with one thread. Arguments: ENGINE, and
 * which of the models as JSON, the smallest first.
 */

/** Of real runs' proportions, from where overhead counts most; the larger ones with smaller batches: all take seconds. */
const models = [
  { dModel: 32, rows: 8, vocabulary: 500 },
  { dModel: 64, rows: 64, vocabulary: 1000 },
  { dModel: 128, rows: 64, vocabulary: 2000 },
  { dModel: 256, rows: 32, vocabulary: 2000 },
  { dModel: 512, rows: 16, vocabulary: 2000 },
] as const;
const length = 16;
const layers = 1;
const translatedSentences = 64;

const mostRepetitions = 7;
/** A model is timed for so long, or so many repetitions, but at least three of them. */
const timedMs = 500;
const fewestRepetitions = 3;

async function calibrate(engine: EngineId, count: number): Promise<Omit<Calibration, 'measuredAtMs'>> {
  const steps: Calibration['steps'] = [];
  const tokens: Calibration['tokens'] = [];
  const graphs: number[] = [];
  for (const { dModel, rows, vocabulary } of models.slice(0, count)) {
    const model = modelOf(dModel, vocabulary);
    const session = await createModelSession({
      model,
      optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.98, epsilon: 1e-9, weightDecay: 0, clipNorm: 1 },
      seed: 1,
      threads: 1,
      engine,
    });
    const batch = batchOf(rows, vocabulary);
    const { firstMs, milliseconds } = await timeOf(engine, (step) => session.trainStep(batch, step, 1e-4));
    steps.push({ flops: flopsPerStep(model, batch), milliseconds });
    graphs.push(Math.max(0, firstMs - milliseconds.median) / (2 * layers));
    tokens.push(await timeTokens(engine, session, model));
    await session.dispose();
  }
  // The first ones also load and compile the program itself.
  const graphMs = Math.min(...graphs);
  return { engine, threads: 1, steps, tokens, graphMs, cores: availableParallelism() };
}

async function timeTokens(
  engine: EngineId,
  session: ModelSession,
  model: ModelConfig,
): Promise<Calibration['tokens'][number]> {
  const sources = Array.from({ length: translatedSentences }, (_, row) =>
    Int32Array.from({ length }, (_, at) =>
      at === length - 1 ? endId : wordAt(row * length + at, model.targetVocab),
    ),
  );
  await forbidEnd(session, model);
  const { milliseconds } = await timeOf(engine, () => session.greedyDecode(sources, length));
  const perToken = (ms: number) => ms / (translatedSentences * length);
  return {
    flops: flopsPerToken(model, 1),
    milliseconds: {
      low: perToken(milliseconds.low),
      median: perToken(milliseconds.median),
      high: perToken(milliseconds.high),
    },
  };
}

/** An untrained model may end every sentence at once: then only its encoder would be timed. */
async function forbidEnd(session: ModelSession, { targetVocab }: ModelConfig): Promise<void> {
  const bias = new Float32Array(targetVocab);
  bias[endId] = -1e9;
  await session.writeParameters({
    ...(await session.readParameters()),
    [parameterInput('generator.bias')]: bias,
  });
}

async function timeOf(
  engine: EngineId,
  work: (repetition: number) => Promise<unknown>,
): Promise<{ firstMs: number; milliseconds: Calibration['steps'][number]['milliseconds'] }> {
  // Traces, compiles and opens graphs.
  const firstMs = await timeOnce(engine, () => work(1));
  const times: number[] = [];
  let sum = 0;
  while (times.length < mostRepetitions && (times.length < fewestRepetitions || sum < timedMs)) {
    const took = await timeOnce(engine, () => work(times.length + 2));
    times.push(took);
    sum += took;
  }
  times.sort((a, b) => a - b);
  const [low = 0, median = low, high = median] = [times[0], times[times.length >> 1], times.at(-1)];
  return { firstMs, milliseconds: { low, median, high } };
}

/** Where the processor computes, its time and not the clock's: other work on the machine does not count. */
async function timeOnce(engine: EngineId, work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  const started = process.cpuUsage();
  await work();
  const wallMs = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(started);
  // Some engines use more threads than they are told.
  return isGpuEngine(engine) ? wallMs : Math.min(wallMs, (user + system) / 1000);
}

function modelOf(dModel: number, vocabulary: number): ModelConfig {
  return {
    dModel,
    heads: 8,
    encoderLayers: layers,
    decoderLayers: layers,
    dFf: 4 * dModel,
    dropout: 0.1,
    positions: 'learned',
    normPlacement: 'post',
    activation: 'relu',
    scaleEmbedding: true,
    tieEmbeddings: false,
    labelSmoothing: 0,
    normEpsilon: 1e-6,
    initializer: 'glorot-uniform',
    sourceVocab: vocabulary,
    targetVocab: vocabulary,
    maxLength: length,
  };
}

function batchOf(rows: number, vocabulary: number): TokenBatch {
  const columns = length + 1;
  return {
    rows,
    sourceLength: length,
    targetLength: length,
    source: Int32Array.from({ length: rows * length }, (_, at) => wordAt(at, vocabulary)),
    target: Int32Array.from({ length: rows * columns }, (_, at) => {
      const column = at % columns;
      return column === 0 ? startId : column === columns - 1 ? endId : wordAt(at, vocabulary);
    }),
  };
}

/** Any symbol but the special ones, and not the same everywhere. */
function wordAt(place: number, vocabulary: number): number {
  const special = 4;
  return special + ((place * 7919) % (vocabulary - special));
}

await answerTask(() => {
  const [engine, count = models.length] = z
    .tuple([engineIdSchema, z.coerce.number().int().min(1).optional()])
    .parse(process.argv.slice(2));
  // Whatever else the machine does comes first.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  return calibrate(engine, count);
});
