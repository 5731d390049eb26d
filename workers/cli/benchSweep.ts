import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { RunRow } from '@/lib/domain/api';
import { HeldoutError } from '@/lib/domain/errors';
import { isFinal } from '@/lib/domain/run';
import type { EngineWish } from '../engineChoice';
import { median } from './benchReport';
import { exitCodes } from './exitCodes';
import { freePort } from './freePort';
import { printJson, printTable, say } from './output';
import { startServer } from './server';

export interface BenchSweepFlags {
  readonly engine: EngineWish;
  readonly threads: number | 'auto';
  /** How many runs train at once, in turn. */
  readonly atOnce: readonly number[];
  /** Of each sweep. */
  readonly runs: number;
  readonly dModel: number;
  readonly layers: number;
  readonly epochs: number;
  readonly trainSize: number;
  readonly deviceMemoryBytes: number | null;
  readonly json: boolean;
}

const rate = z.number().positive();

/** What `bench sweep --json` prints. */
export const sweepBenchSchema = z.object({
  format: z.literal('heldout-bench-sweep'),
  version: z.literal(1),
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
  /** Training pairs of the phrasebook. */
  trainSize: z.int(),
  atOnce: z.array(
    z.object({
      workers: z.int(),
      /** From the first run's lease to the last run's end. */
      seconds: rate,
      runsPerHour: rate,
      /** Over one at a time, or over the first number that was measured. */
      gain: rate,
      /** Median of the runs' own durations. */
      secondsPerRun: rate,
    }),
  ),
});
export type SweepBench = z.infer<typeof sweepBenchSchema>;

const pollMs = 250;

/**
 * heldout bench sweep: the same small sweep with one worker, two, four …, each time with a fresh data directory, server and
 * workers, as heldout start has them: leases, reports, checkpoints, evaluation and translation are part of it.
 *
 * @throws HeldoutError whatever startServer throws; internal where a run does not finish, with its own error
 */
export async function benchSweep(flags: BenchSweepFlags): Promise<number> {
  const measured: SweepBench['atOnce'] = [];
  let ran: Pick<SweepBench, 'engine' | 'device'> = { engine: flags.engine, device: 'unknown' };
  for (const workers of flags.atOnce) {
    say(`${flags.runs} runs, ${workers} at once …`);
    const { runs, ...where } = await runOnce(flags, workers);
    ran = where;
    const seconds = spanOf(runs) / 1000;
    measured.push({
      workers,
      seconds,
      runsPerHour: (3600 * runs.length) / seconds,
      gain: (measured[0]?.seconds ?? seconds) / seconds,
      secondsPerRun: median(runs.map(({ durationMs }) => durationMs)) / 1000,
    });
  }
  const { runs, dModel, layers, epochs, trainSize } = flags;
  const bench: SweepBench = {
    format: 'heldout-bench-sweep',
    version: 1,
    date: new Date().toISOString(),
    ...ran,
    ...{ runs, dModel, layers, epochs, trainSize },
    atOnce: measured,
  };
  if (flags.json) printJson(sweepBenchSchema.parse(bench));
  else print(bench);
  return exitCodes.ok;
}

async function runOnce(
  flags: BenchSweepFlags,
  workers: number,
): Promise<{ runs: RunRow[]; engine: string; device: string }> {
  const home = await mkdtemp(join(tmpdir(), 'heldout-bench-'));
  try {
    const server = await startServer({
      home,
      host: '127.0.0.1',
      port: await freePort(),
      allowedHosts: [],
      workers,
      threads: flags.threads,
      engine: flags.engine,
      deviceMemoryBytes: flags.deviceMemoryBytes,
      onWorkerLog: () => undefined,
    });
    try {
      await untilWorkersWait(server.client, workers);
      const { sweep } = await server.client.createSweep(specOf(flags));
      for (;;) {
        const { runs } = await server.client.getSweep(sweep.id);
        if (runs.every(({ state }) => isFinal(state))) {
          requireFinished(runs);
          const [worker] = await server.client.listWorkers();
          return { runs, engine: worker?.engine ?? flags.engine, device: worker?.device ?? 'unknown' };
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

function specOf({ runs, dModel, layers, epochs, trainSize }: BenchSweepFlags) {
  return {
    name: 'bench sweep',
    corpus: 'phrasebook',
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
function spanOf(runs: readonly RunRow[]): number {
  const started = runs.flatMap(({ startedAtMs }) => startedAtMs ?? []);
  const finished = runs.flatMap(({ finishedAtMs }) => finishedAtMs ?? []);
  return Math.max(...finished) - Math.min(...started);
}

function print({ engine, device, runs, dModel, layers, epochs, trainSize, atOnce }: SweepBench): void {
  printTable(
    [
      { key: 'workers', label: 'runs at once' },
      { key: 'runsPerHour', label: 'runs/h' },
      { key: 'gain', label: 'gain' },
      { key: 'seconds', label: 'whole sweep', unit: 's' },
      { key: 'secondsPerRun', label: 'one run', unit: 's' },
    ],
    atOnce,
  );
  say(
    `\n${engine} on ${device}; ${runs} runs of d_model ${dModel}, ${layers}+${layers} layers, ${epochs} epochs of ` +
      `${trainSize} phrasebook pairs, from the first lease to the last end.`,
  );
}
