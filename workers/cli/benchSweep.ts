import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { RunRow } from '@/lib/domain/api';
import type { ImportOptions } from '@/lib/domain/corpusImport';
import { HeldoutError } from '@/lib/domain/errors';
import { isFinal } from '@/lib/domain/run';
import type { EngineId } from '@/lib/engine/types';
import { chooseEngine, type EngineWish } from '../engineChoice';
import { median } from './benchReport';
import { type BenchSpread, type BenchSpreadFlags, benchSpreads, isAlone, nameOfSpread } from './benchSpread';
import type { Client } from './client';
import { localFile, withoutEnding } from './corpus';
import type { LocalFile } from './corpusUpload';
import { exitCodes } from './exitCodes';
import { freePort } from './freePort';
import { type ImportOptionFlags, importOptionsOf } from './importOptions';
import { printJson, printTable, say } from './output';
import { startServer } from './server';

export interface BenchSweepFlags extends BenchSpreadFlags, ImportOptionFlags {
  readonly engine: EngineWish;
  readonly threads: number | 'auto';
  /** Of each sweep. */
  readonly runs: number;
  readonly dModel: number;
  readonly layers: number;
  readonly epochs: number;
  /** 0: all. */
  readonly trainSize: number;
  /** Files of sentence pairs; none: the phrasebook. */
  readonly corpus?: readonly string[];
  readonly deviceMemoryBytes: number | null;
  readonly json: boolean;
}

const rate = z.number().positive();

/** What `bench sweep --json` prints. */
export const sweepBenchSchema = z.object({
  format: z.literal('heldout-bench-sweep'),
  version: z.literal(2),
  /** ISO 8601, UTC. */
  date: z.iso.datetime(),
  /** The engine that was asked for, and, from a run's record, what it computed on. */
  engine: z.string(),
  device: z.string(),
  /** Of each sweep: all runs have the same configuration, and seeds of their own. */
  runs: z.int(),
  dModel: z.int(),
  layers: z.int(),
  epochs: z.int(),
  /** Training pairs of each run; 0: all of the corpus's. */
  trainSize: z.int(),
  /** Of the sentence pairs; reports of before it have the phrasebook's. */
  corpus: z.string().default('phrasebook'),
  atOnce: z.array(
    z.object({
      workers: z.int(),
      /** Runs that each worker's trainer steps together at most. */
      replicas: z.int(),
      /** From the first run's lease to the last run's end. */
      seconds: rate,
      runsPerHour: rate,
      /** Over one at a time, or over the first row where that was not measured. */
      gain: rate,
      /** Median of the runs' own durations. */
      secondsPerRun: rate,
    }),
  ),
});
export type SweepBench = z.infer<typeof sweepBenchSchema>;

const pollMs = 250;

/** Of a sweep that was trained: its runs, all finished, and what computed them. */
export interface TrainedSweep {
  readonly runs: readonly Pick<RunRow, 'startedAtMs' | 'finishedAtMs' | 'durationMs'>[];
  readonly engine: string;
  readonly device: string;
}

/**
 * heldout bench sweep: the same small sweep with one worker, two, four …, then with one worker whose trainer steps two runs
 * together, four …, each time with a fresh data directory, server and workers, as heldout start has them: leases, reports,
 * checkpoints, evaluation and translation are part of it.
 *
 * @throws HeldoutError whatever startServer throws; invalid_input where nothing is to be measured; internal where a run
 *   does not finish, with its own error
 */
export async function benchSweep(flags: BenchSweepFlags): Promise<number> {
  const files = await Promise.all((flags.corpus ?? []).map(localFile));
  const options = importOptionsOf(flags, 'bench sweep');
  const { engine } = await chooseEngine(flags.engine);
  const corpus = files[0] === undefined ? 'phrasebook' : withoutEnding(files[0].name);
  const bench = await measureSweeps({ ...flags, corpus }, benchSpreads(flags, engine, say), (spread) =>
    trainSweep(flags, engine, spread, (client) =>
      files.length === 0 ? 'phrasebook' : bring(client, files, options),
    ),
  );
  if (flags.json) printJson(sweepBenchSchema.parse(bench));
  else print(bench);
  return exitCodes.ok;
}

/**
 * @param train trains the sweep once with so many workers and replicas
 * @throws HeldoutError invalid_input where there is no spread
 */
export async function measureSweeps(
  flags: Pick<BenchSweepFlags, 'runs' | 'dModel' | 'layers' | 'epochs' | 'trainSize'> & { corpus: string },
  spreads: readonly BenchSpread[],
  train: (spread: BenchSpread) => Promise<TrainedSweep>,
): Promise<SweepBench> {
  const measured: { spread: BenchSpread; sweep: TrainedSweep; seconds: number }[] = [];
  for (const spread of spreads) {
    say(`${flags.runs} runs, ${nameOfSpread(spread)} …`);
    const sweep = await train(spread);
    measured.push({ spread, sweep, seconds: spanOf(sweep.runs) / 1000 });
  }
  const base = measured.find(({ spread }) => isAlone(spread)) ?? measured[0];
  if (base === undefined) {
    throw new HeldoutError(
      'invalid_input',
      'bench sweep has nothing to measure: name numbers with --at-once',
    );
  }
  const { runs, dModel, layers, epochs, trainSize, corpus } = flags;
  return {
    format: 'heldout-bench-sweep',
    version: 2,
    date: new Date().toISOString(),
    engine: base.sweep.engine,
    device: base.sweep.device,
    ...{ runs, dModel, layers, epochs, trainSize, corpus },
    atOnce: measured.map(({ spread, sweep, seconds }) => ({
      workers: spread.trainers,
      replicas: spread.replicas,
      seconds,
      runsPerHour: (3600 * sweep.runs.length) / seconds,
      gain: base.seconds / seconds,
      secondsPerRun: median(sweep.runs.map(({ durationMs }) => durationMs)) / 1000,
    })),
  };
}

async function trainSweep(
  flags: BenchSweepFlags,
  engine: EngineId,
  { trainers, replicas }: BenchSpread,
  corpusOf: (client: Client) => Promise<string> | string,
): Promise<TrainedSweep> {
  const home = await mkdtemp(join(tmpdir(), 'heldout-bench-'));
  try {
    const server = await startServer({
      home,
      host: '127.0.0.1',
      port: await freePort(),
      allowedHosts: [],
      workers: trainers,
      replicas,
      threads: flags.threads,
      engine,
      deviceMemoryBytes: flags.deviceMemoryBytes,
      onWorkerLog: () => undefined,
    });
    try {
      await untilWorkersWait(server.client, trainers);
      const { sweep } = await server.client.createSweep(specOf(flags, await corpusOf(server.client)));
      for (;;) {
        const { runs } = await server.client.getSweep(sweep.id);
        if (runs.every(({ state }) => isFinal(state))) {
          requireFinished(runs);
          const [worker] = await server.client.listWorkers();
          return { runs, engine: worker?.engine ?? engine, device: worker?.device ?? 'unknown' };
        }
        await delay(pollMs);
      }
    } finally {
      await server.stop();
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Runs are leased the moment they are queued then: starting processes is not part of the rate. */
async function untilWorkersWait(
  client: { listWorkers(): Promise<readonly unknown[]> },
  count: number,
): Promise<void> {
  while ((await client.listWorkers()).length < count) await delay(pollMs);
}

async function bring(client: Client, files: readonly LocalFile[], options: ImportOptions): Promise<string> {
  const name = withoutEnding(files[0]?.name ?? '');
  return (await client.importCorpus(files, { name, options }, () => undefined)).slug;
}

function specOf({ runs, dModel, layers, epochs, trainSize }: BenchSweepFlags, corpus: string) {
  return {
    name: 'bench sweep',
    corpus,
    base: { dModel, heads: 8, layers, epochs, trainSize },
    seeds: Array.from({ length: runs }, (_, seed) => seed + 1),
  };
}

function requireFinished(runs: readonly RunRow[]): void {
  const other = runs.find(({ state }) => state !== 'finished');
  if (other === undefined) return;
  throw new HeldoutError(
    'internal',
    `bench sweep: run ${other.id} is ${other.state}${other.error ? ` (${other.error.message})` : ''}, so there is no ` +
      'rate: try fewer at once, or a smaller --dModel.',
  );
}

/** Milliseconds by the server's clock. */
function spanOf(runs: TrainedSweep['runs']): number {
  const started = runs.flatMap(({ startedAtMs }) => startedAtMs ?? []);
  const finished = runs.flatMap(({ finishedAtMs }) => finishedAtMs ?? []);
  return Math.max(...finished) - Math.min(...started);
}

function print({
  engine,
  device,
  runs,
  dModel,
  layers,
  epochs,
  trainSize,
  corpus,
  atOnce,
}: SweepBench): void {
  printTable(
    [
      { key: 'workers', label: 'workers' },
      { key: 'replicas', label: 'replicas' },
      { key: 'runsPerHour', label: 'runs/h' },
      { key: 'gain', label: 'gain' },
      { key: 'seconds', label: 'whole sweep', unit: 's' },
      { key: 'secondsPerRun', label: 'one run', unit: 's' },
    ],
    atOnce,
  );
  say(
    `\n${engine} on ${device}; ${runs} runs of d_model ${dModel}, ${layers}+${layers} layers, ${epochs} epochs of ` +
      `${trainSize === 0 ? 'all' : trainSize} training pairs of ${corpus}, from the first lease to the last end. ` +
      'Replicas: runs that the trainer of one worker steps together as one graph, at most.',
  );
}
