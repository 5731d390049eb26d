import { shuffledBatches } from '@/lib/data/batches';
import { planBatches } from '@/lib/data/batchPlan';
import type { EngineId } from '@/lib/engine/engine';
import type { ModelSession } from '@/lib/model/session';
import { countTargets, shapeKey, type TokenBatch } from '@/lib/model/tokenBatch';
import { paddedBatches, paddingOf, readBenchCorpus, sum } from './benchEpochData';
import { openBenchSession } from './benchModel';
import { type EpochPartReport, type EpochReport, median } from './benchReport';
import { exitCodes } from './exitCodes';
import { watchOtherLoad } from './otherLoad';
import { formatDuration, printJson, printTable, say } from './output';

export interface BenchEpochFlags {
  /** Tab-separated file. */
  readonly corpus: string;
  readonly dModel: number;
  readonly threads: number;
  /** How much of the epoch is trained, 0 to 1; the rest is extrapolated. */
  readonly fraction: number;
  /** Batches of the padded loop that are trained; the rest is extrapolated. */
  readonly paddedBatches: number;
  readonly engine: EngineId;
  readonly json: boolean;
}

const seed = 1;
const paddedRows = 64;

/**
 * heldout bench epoch: one epoch of real sentences as a run trains it, and beside it the same sentences in batches that are
 * all padded to the longest, through the same session. Every step computes the same model.
 */
export async function benchEpoch(flags: BenchEpochFlags): Promise<number> {
  const { config, dataset, model } = await readBenchCorpus(flags.corpus, flags.dModel);
  const pairs = dataset.pairs.train;
  const batches = [
    ...shuffledBatches(pairs, planBatches(pairs, config.batchTokens), seed, 1, config.batchShapes),
  ];
  const padded = paddedBatches(pairs, paddedRows);
  const targetTokens = sum(pairs, ({ target }) => target.length - 1);
  const otherLoad = watchOtherLoad();
  const session = await openBenchSession(model, flags.threads, flags.engine);
  const measure = async (all: readonly TokenBatch[], steps: number): Promise<EpochPartReport> => {
    const { steadyMs, openMs, trained } = await timeSteps(session, all.slice(0, steps), config.learningRate);
    const seconds = (steadyMs * targetTokens) / trained / 1000;
    return {
      seconds,
      tokensPerSecond: targetTokens / seconds,
      steps: all.length,
      measuredSteps: Math.min(steps, all.length),
      graphs: new Set(all.map((batch) => shapeKey('train', batch))).size,
      openSeconds: openMs / 1000,
      padding: paddingOf(pairs, all),
    };
  };
  try {
    const epoch = await measure(batches, Math.max(1, Math.round(flags.fraction * batches.length)));
    const peakMemoryBytes = peakMemory();
    const plain = await measure(padded, flags.paddedBatches);
    report(flags, {
      engine: flags.engine,
      threads: flags.threads,
      dModel: flags.dModel,
      parameters: session.parameterCount,
      pairs: pairs.length,
      targetTokens,
      sourceVocabulary: model.sourceVocab,
      targetVocabulary: model.targetVocab,
      epoch,
      padded: plain,
      speedup: plain.seconds / epoch.seconds,
      peakMemoryBytes,
      otherLoad: otherLoad(),
    });
  } finally {
    await session.dispose();
  }
  return exitCodes.ok;
}

interface Timing {
  /** Without what the first step of each shape took longer than its others. */
  readonly steadyMs: number;
  /** That: tracing and opening graphs. */
  readonly openMs: number;
  /** Real target tokens. */
  readonly trained: number;
}

async function timeSteps(
  session: ModelSession,
  batches: readonly TokenBatch[],
  learningRate: number,
): Promise<Timing> {
  const timesOf = new Map<string, number[]>();
  for (const [index, batch] of batches.entries()) {
    const startedMs = performance.now();
    await session.trainStep(batch, index + 1, learningRate);
    const ms = performance.now() - startedMs;
    const key = shapeKey('train', batch);
    timesOf.set(key, [...(timesOf.get(key) ?? []), ms]);
  }
  let steadyMs = 0;
  let openMs = 0;
  for (const [first = 0, ...others] of timesOf.values()) {
    const opening = others.length === 0 ? 0 : Math.max(0, first - median(others));
    openMs += opening;
    steadyMs += first - opening + sum(others, (ms) => ms);
  }
  return { steadyMs, openMs, trained: sum(batches, countTargets) };
}

/** The most memory that this process has held so far, in bytes. */
function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function report(flags: BenchEpochFlags, measured: EpochReport): void {
  if (flags.json) {
    printJson(measured);
    return;
  }
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  const { engine, threads, dModel, pairs, targetTokens } = measured;
  printTable(
    [
      { key: 'loop', label: 'batches' },
      { key: 'seconds', label: 'epoch', unit: 's' },
      { key: 'tokensPerSecond', label: 'target tokens/s' },
      { key: 'steps', label: 'steps' },
      { key: 'measured', label: 'of them measured' },
      { key: 'graphs', label: 'graphs' },
      { key: 'openSeconds', label: 'to trace and open them', unit: 's' },
      { key: 'source', label: 'padding, source' },
      { key: 'target', label: 'target' },
      { key: 'both', label: 'both' },
      { key: 'logits', label: 'logits' },
    ],
    [measured.epoch, measured.padded].map(({ padding, ...part }, index) => ({
      ...part,
      loop: index === 0 ? 'by length, as runs train' : `${paddedRows} sentences, all padded to the longest`,
      measured: part.measuredSteps,
      source: percent(padding.source),
      target: percent(padding.target),
      both: percent(padding.both),
      logits: percent(padding.logits),
    })),
  );
  say(
    `\n${pairs} training pairs, ${targetTokens} target tokens, d_model ${dModel}, ${engine}, threads: ${threads}: ` +
      `an epoch in ${formatDuration(1000 * measured.epoch.seconds)}, ${measured.speedup.toFixed(2)} times as fast as ` +
      `the padded loop. Epochs that are measured in part are scaled by their target tokens. Peak memory before the ` +
      `padded loop: ${(measured.peakMemoryBytes / 1e6).toFixed(0)} MB. Other processes kept ` +
      `${measured.otherLoad?.toFixed(2)} cores busy.`,
  );
}
