import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sweepDetailSchema } from '@/lib/domain/api';
import {
  type LeasedRun,
  leaseResponseSchema,
  type ReportInput,
  registerResponseSchema,
} from '@/lib/domain/protocol';
import type { SweepSpecInput } from '@/lib/domain/sweep';
import { hashOfTasks } from '@/lib/train/evaluation';
import { bleuSignatureOf, scoringFor, wholeScores } from '@/lib/train/scoring';

/** A server's data without training: sweeps whose runs were reported over the worker protocol, as by a real worker. */
export interface SeededServer {
  /** Eight variants with two seeds each, all finished. */
  finishedSweep: string;
  /** One run under way, one queued. */
  runningSweep: string;
  /** Queued: nothing has been reported. */
  emptySweep: string;
  finishedRuns: readonly string[];
  runningRun: string;
  queuedRun: string;
  /** Ends the heartbeat that keeps the running run's lease. */
  stop(): void;
}

const epochs = 12;
const stepsAnEpoch = 20;
const evaluationsAnEpoch = 2;
const totalSteps = epochs * stepsAnEpoch;
const startMs = Date.UTC(2026, 4, 4, 9);
const heartbeatMs = 8000;

const base: SweepSpecInput['base'] = { dModel: 64, heads: 4, layers: 1, epochs };

const finishedSpec: SweepSpecInput = {
  name: 'Eight variants',
  question: 'Do width, positions or END on the source help on unseen sentences?',
  corpus: 'phrasebook',
  base,
  factors: { dModel: [64, 128], positions: ['learned', 'sinusoidal'], sourceEndToken: [true, false] },
  seeds: [1, 2],
};
const runningSpec: SweepSpecInput = {
  name: 'Two under way',
  corpus: 'phrasebook',
  base,
  factors: { heads: [2, 4] },
};
const emptySpec: SweepSpecInput = { name: 'Nothing yet', corpus: 'phrasebook', base, factors: {} };

const sentences = [
  ['Tom is reading a book.', '汤姆在看书。'],
  ['The weather is nice today.', '今天天气很好。'],
  ['She has two brothers.', '她有两个兄弟。'],
  ['Where is the station?', '车站在哪里？'],
  ['I do not like coffee.', '我不喜欢咖啡。'],
  ['We arrived yesterday.', '我们昨天到的。'],
] as const;

const tasks = sentences.map(([source, reference]) => ({ source, references: [String(reference)] }));
const testSet = hashOfTasks(tasks);
const references = tasks.map((task) => task.references);
const scoring = scoringFor('zh');
const signature = bleuSignatureOf(references, scoring);
const likelihood = 'heldout:seeded';

/**
 * Fills the data directory of a running server. It wants a server whose queue is empty and that has no workers.
 *
 * @throws Error where the server refuses a request
 */
export async function seedServer({ url, home }: { url: string; home: string }): Promise<SeededServer> {
  const tokens = z
    .object({ admin: z.string(), worker: z.string() })
    .parse(JSON.parse(readFileSync(join(home, 'tokens.json'), 'utf8')));
  const post = async (path: string, token: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const create = async (spec: SweepSpecInput) =>
    sweepDetailSchema.parse(await post('/sweeps', tokens.admin, spec));
  const { workerId } = registerResponseSchema.parse(
    await post('/workers/register', tokens.worker, {
      ...{ name: 'seeded-1', hostname: 'seeded', pid: 1, engine: 'onnx-cpu', device: 'CPU', threads: 1 },
      version: '0',
    }),
  );
  const lease = async () => {
    const { run } = leaseResponseSchema.parse(
      await post('/workers/lease', tokens.worker, { workerId, waitMs: 0 }),
    );
    if (!run) throw new Error('seedServer: no run is queued');
    return run;
  };
  const report = (run: LeasedRun, sequence: number, rest: Partial<ReportInput>) =>
    post(`/runs/${run.runId}/report`, tokens.worker, {
      ...{ attempt: run.attempt, leaseToken: run.leaseToken, sequence },
      ...rest,
    });

  const finished = await create(finishedSpec);
  for (let i = 0; i < finished.runs.length; i++) {
    const run = await lease();
    await report(run, 1, beginning(run));
    await report(run, 2, { ...upTo(run, epochs), ...ending(run) });
    await post(`/runs/${run.runId}/finish`, tokens.worker, {
      ...{ attempt: run.attempt, leaseToken: run.leaseToken, outcome: 'finished' },
    });
  }
  const running = await create(runningSpec);
  const run = await lease();
  await report(run, 1, beginning(run));
  await report(run, 2, upTo(run, 5));
  let sequence = 2;
  // A lease lasts 30 seconds: whoever looks for longer still finds the run under way.
  const heartbeat = setInterval(() => {
    sequence += 1;
    report(run, sequence, {}).catch(() => clearInterval(heartbeat));
  }, heartbeatMs);
  const empty = await create(emptySpec);
  return {
    finishedSweep: finished.sweep.id,
    runningSweep: running.sweep.id,
    emptySweep: empty.sweep.id,
    finishedRuns: finished.runs.map(({ id }) => id),
    runningRun: run.runId,
    queuedRun: running.runs.find(({ id }) => id !== run.runId)?.id ?? '',
    stop: () => clearInterval(heartbeat),
  };
}

/** What is known once the data is loaded and the model built. */
export function beginning({ config, corpus }: LeasedRun): Partial<ReportInput> {
  const embedding = 900 * config.dModel;
  const layer = 8 * config.dModel ** 2;
  return {
    resumedFromStep: 0,
    logs: [
      { timeMs: startMs, level: 'info', text: 'training begins' },
      { timeMs: startMs + 900, level: 'warn', text: '3 pairs are longer than maxLength and left out' },
    ],
    facts: {
      parameterCount: 2 * embedding + 2 * layer,
      summary: [
        {
          layer: 'encoder.embedding',
          outputShape: `[batch, source, ${config.dModel}]`,
          parameterCount: embedding,
        },
        { layer: 'encoder.0', outputShape: `[batch, source, ${config.dModel}]`, parameterCount: layer },
        {
          layer: 'decoder.embedding',
          outputShape: `[batch, target, ${config.dModel}]`,
          parameterCount: embedding,
        },
        { layer: 'decoder.0', outputShape: `[batch, target, ${config.dModel}]`, parameterCount: layer },
      ],
      data: {
        ...{ trainPairs: 14_387, validationPairs: 799, testPairs: 799, tooLongPairs: 3 },
        cutPairs: { validation: 0, test: 0 },
        ...{ sourceVocabulary: 1020, targetVocabulary: 640 },
        corpusFingerprint: corpus.fingerprint,
        splitHash: testSet,
        testHash: testSet,
        sampleHash: testSet,
        ...{ batchFill: 0.93, targetTokensPerEpoch: 120_000 },
      },
      bleuSignature: signature,
      environment: { node: '24', os: 'linux', engine: 'onnx-cpu', threads: '1' },
    },
  };
}

/** Curves, translations and progress as far as an epoch. */
function upTo(run: LeasedRun, epoch: number): Partial<ReportInput> {
  const every = stepsAnEpoch / evaluationsAnEpoch;
  const evaluated = Array.from({ length: epoch * evaluationsAnEpoch + 1 }, (_, i) => i * every);
  const ends = Array.from({ length: epoch }, (_, i) => (i + 1) * stepsAnEpoch);
  const each = Array.from({ length: epoch * stepsAnEpoch }, (_, i) => i + 1);
  const columns = (metric: string, steps: readonly number[], valueAt: (step: number) => number) => ({
    metric,
    steps: [...steps],
    values: steps.map(valueAt),
    timesMs: steps.map((step) => startMs + 400 * step),
  });
  const splits = ['train', 'validation', 'test'] as const;
  return {
    progress: { step: epoch * stepsAnEpoch, totalSteps, epoch, totalEpochs: epochs },
    points: [
      ...splits.flatMap((split) => [
        columns(`${split}/loss`, evaluated, (step) => lossAt(run, split, step)),
        columns(`${split}/accuracy`, evaluated, (step) => Math.exp(-0.6 * lossAt(run, split, step))),
        columns(`${split}/bleu`, ends, (step) => 100 * Math.exp(-lossAt(run, split, step))),
      ]),
      columns('test/chrf', ends, (step) => 100 * Math.exp(-0.8 * lossAt(run, 'test', step))),
      columns('train/runningLoss', each, (step) => lossAt(run, 'train', step) + 0.2 * Math.sin(step)),
      columns('optimizer/learningRate', each, () => run.config.learningRate),
      columns('optimizer/gradientNorm', each, (step) => 1 + 2 / step),
      columns('throughput/tokensPerSecond', each, (step) => 9000 + 300 * Math.sin(step)),
      columns('system/rssBytes', each, (step) => 4e8 + 1e5 * step),
    ],
    samples: ends.flatMap((step, index) =>
      (['train', 'test'] as const).map((split) => ({
        step,
        epoch: index + 1,
        split,
        items: tasks.map((task) => ({ ...task, hypothesis: hypothesisAfter(task.references[0], index + 1) })),
      })),
    ),
    logs: ends.map((step, index) => ({
      timeMs: startMs + 400 * step,
      level: 'info' as const,
      text: `epoch ${index + 1} of ${epochs}: test loss ${lossAt(run, 'test', step).toFixed(3)}`,
    })),
  };
}

/** The whole test split, translated with the best and with the last parameters, and scored as every run is. */
function ending(run: LeasedRun): Partial<ReportInput> {
  const lossAfter = (epoch: number) => lossAt(run, 'validation', epoch * stepsAnEpoch);
  const ends = Array.from({ length: epochs }, (_, i) => i + 1);
  const best = ends.reduce((least, epoch) => (lossAfter(epoch) < lossAfter(least) ? epoch : least));
  const translated = (['best', 'last'] as const).map((moment) => {
    const epoch = moment === 'best' ? best : epochs;
    const step = epoch * stepsAnEpoch;
    const loss = lossAt(run, 'test', step);
    const hypotheses = references.map(([reference = ''], index) => hypothesisAt(reference, loss, index));
    return { moment, epoch, step, testSet, loss, hypotheses };
  });
  return {
    testSets: [{ testSet, offset: 0, items: tasks }],
    hypotheses: translated.map(({ loss: _, ...rest }) => ({ ...rest, offset: 0 })),
    finalScores: translated.map(({ loss, hypotheses, ...rest }) => ({
      ...rest,
      sentences: tasks.length,
      scores: {
        ...wholeScores(hypotheses, references, scoring),
        'test/loss': { value: loss, signature: likelihood },
        'test/accuracy': { value: Math.exp(-0.6 * loss), signature: likelihood },
      },
    })),
  };
}

/** A model that learns, then remembers: the training loss goes on falling while the others turn. */
function lossAt({ config, seed }: LeasedRun, split: string, step: number): number {
  const share = step / totalSteps;
  const learned = 0.4 + 5 * Math.exp(-5 * share) - (config.positions === 'learned' ? 0 : 0.1);
  const noise = 0.03 * Math.sin(step * 12.9898 + seed * 78.233 + config.dModel);
  const overfit = split === 'train' ? 0 : (config.dModel / 64) * Math.max(0, share - 0.5) ** 2;
  return Math.max(0.05, learned + overfit + noise);
}

/** More of the sentence is right from epoch to epoch. */
function hypothesisAfter(reference: string | undefined, epoch: number): string {
  const characters = [...(reference ?? '')];
  const known = Math.ceil((characters.length * Math.min(8, epoch)) / 8);
  return `${characters.slice(0, known).join('')}${known < characters.length ? '的的' : ''}`;
}

/** The lower the loss, the more of the sentence is right; not every sentence is as hard. */
function hypothesisAt(reference: string, loss: number, index: number): string {
  const characters = [...reference];
  const share = Math.exp(-loss) * 1.3 + 0.1 * Math.sin(index);
  const known = Math.max(0, Math.min(characters.length, Math.round(characters.length * share)));
  return `${characters.slice(0, known).join('')}${'的'.repeat(characters.length - known)}`;
}
