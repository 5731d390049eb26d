/**
 * Whole training steps (forward, gradients, dropout, clipping, Adam) on one thread, and one table.
 * Run on an idle machine: npx tsx tests/bench/trainStep.ts
 */
import { endId, type ModelConfig, startId } from '@/lib/model/config';
import { createModelSession, type TokenBatch } from '@/lib/model/session';

interface Case {
  name: string;
  model: Pick<ModelConfig, 'dModel' | 'heads' | 'dFf' | 'sourceVocab' | 'targetVocab'>;
  rows: number;
  sourceLength: number;
  targetLength: number;
  steps: number;
}

const warmups = 3;

const cases: Case[] = [
  {
    name: 'small: the demo',
    model: { dModel: 64, heads: 4, dFf: 256, sourceVocab: 600, targetVocab: 700 },
    rows: 64,
    sourceLength: 12,
    targetLength: 14,
    steps: 100,
  },
  {
    name: 'large: the first question',
    model: { dModel: 512, heads: 8, dFf: 2048, sourceVocab: 1073, targetVocab: 6000 },
    rows: 64,
    sourceLength: 20,
    targetLength: 20,
    steps: 12,
  },
];

/** No padding, and ids that differ from row to row, so that every embedding's gradient is a real sum. */
function fullBatch({ model, rows, sourceLength, targetLength }: Case): TokenBatch {
  const firstId = endId + 2;
  const source = Int32Array.from(
    { length: rows * sourceLength },
    (_, i) => firstId + ((i * 7) % (model.sourceVocab - firstId)),
  );
  const target = Int32Array.from({ length: rows * (targetLength + 1) }, (_, i) =>
    i % (targetLength + 1) === 0 ? startId : firstId + ((i * 5) % (model.targetVocab - firstId)),
  );
  return { source, target, rows, sourceLength, targetLength };
}

async function measure(entry: Case) {
  const session = await createModelSession({
    model: {
      ...entry.model,
      encoderLayers: 1,
      decoderLayers: 1,
      dropout: 0.1,
      positions: 'learned',
      normPlacement: 'post',
      activation: 'relu',
      scaleEmbedding: true,
      tieEmbeddings: false,
      labelSmoothing: 0,
      normEpsilon: 1e-6,
      initializer: 'glorot-uniform',
      maxLength: 40,
    },
    optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.98, epsilon: 1e-9, weightDecay: 0, clipNorm: 1 },
    seed: 1,
    threads: 1,
  });
  const batch = fullBatch(entry);
  const times: number[] = [];
  for (let step = 1; step <= warmups + entry.steps; step++) {
    const startedMs = performance.now();
    await session.trainStep(batch, step, 0.001);
    if (step > warmups) times.push(performance.now() - startedMs);
  }
  const { parameterCount } = session;
  await session.dispose();
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round((times[Math.floor(share * (times.length - 1))] ?? Number.NaN) * 10) / 10;
  return {
    case: entry.name,
    parameters: parameterCount,
    steps: times.length,
    'minimum ms': at(0),
    'median ms': at(0.5),
    'maximum ms': at(1),
  };
}

const rows = [];
for (const entry of cases) rows.push(await measure(entry));
console.table(rows);
