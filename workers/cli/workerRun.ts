import { resolve } from 'node:path';
import type { Command } from 'commander';
import { defaultFirstBackOffMs } from '@/lib/domain/retry';
import { variantLabel } from '@/sweeps/expand';
import { chooseEngine, type EngineWish } from '../engineChoice';
import { version } from '../environment';
import { shownRuns } from '../offline/display';
import { readCorpus } from '../offline/readCorpus';
import { openOrCreateSweep, type SweepFolder, workFolder } from '../offline/sweepFolder';
import { removeWork, SweepTraining } from '../offline/trainSweep';
import type { ThreadSetting } from '../threads';
import { describePlan, planWorkers, type ReplicaCount, type WorkerCount } from '../workerPlan';
import { localFile, withoutEnding } from './corpus';
import { exitCodes } from './exitCodes';
import { type ImportOptionFlags, importOptions, importOptionsOf } from './importOptions';
import { bytesOfGibibytes } from './options';
import { printTable, say } from './output';
import { untilStopped } from './server';
import { readSweepFile } from './sweepFile';
import { trainingOptions } from './trainingOptions';
import { progressDisplay, type ShownRun } from './watch';

const shownEveryMs = 1000;
/** Runs that other processes train are looked at anew. */
const readEveryMs = 10_000;

export interface WorkerRunFlags extends ImportOptionFlags {
  corpus: string[];
  out: string;
  licence?: string;
  retryFailed: boolean;
  workers: WorkerCount;
  replicas: ReplicaCount;
  /** GiB of the GPU, in place of what its driver says. */
  deviceMemory: number | undefined;
  threads: ThreadSetting;
  engine: EngineWish;
}

/** Adds `run <spec>` to a program: training a whole sweep without a server. */
export function addWorkerRun(program: Command, finish: (code: number) => void): void {
  const run = program
    .command('run <spec>')
    .description(
      'train the sweep of a YAML or JSON file without a server; given again, it goes on where it was',
    )
    .requiredOption('--corpus <files...>', 'sentence pairs; of Moses, the source file and the target file')
    .requiredOption('--out <folder>', 'where all that is trained is kept, for heldout sweep import')
    .option('--licence <text>', "the sentences' licence")
    .option('--retry-failed', 'try runs again that have failed for good', false);
  trainingOptions(importOptions(run), 1).action(async (spec: string, flags: WorkerRunFlags) =>
    finish(await workerRun(spec, flags)),
  );
}

/**
 * heldout-worker run SPEC --corpus FILE --out FOLDER
 *
 * @returns 0 where every run has come to its end, or is being trained by another process; 1 where one failed or waits
 */
async function workerRun(specFile: string, flags: WorkerRunFlags): Promise<number> {
  const sweep = await openFolder(specFile, flags);
  const choice = await chooseEngine(flags.engine);
  say(`Training with ${choice.why}.`);
  const plan = await planWorkers({
    workers: flags.workers,
    replicas: flags.replicas,
    choice,
    // There is no data directory: processes that train one folder share its work.
    home: workFolder(sweep),
    deviceMemoryBytes: bytesOfGibibytes(flags.deviceMemory),
    say,
  });
  const planned = describePlan(plan, choice);
  if (planned) say(planned);
  const places = Math.min(plan.count, sweep.sweep.runs.length);
  say(`${sweep.sweep.runs.length} runs, ${places} at once; Ctrl-C keeps checkpoints and ends.`);
  const stop = new AbortController();
  void untilStopped().then(() => stop.abort());
  const training = new SweepTraining({
    sweep,
    workers: places,
    threads: flags.threads,
    engine: choice.engine,
    device: choice.device,
    share: plan.share,
    signal: stop.signal,
    log: process.stderr.isTTY ? () => undefined : say,
    now: Date.now,
    firstBackOffMs: defaultFirstBackOffMs,
    retryFailed: flags.retryFailed,
  });
  const { queue } = training;
  const show = progressDisplay();
  const shown = () => shownRuns(sweep.sweep, queue, Date.now());
  const timers = [
    setInterval(() => show(shown()), shownEveryMs),
    setInterval(() => queue.refreshAll(), readEveryMs),
  ];
  try {
    await training.train();
  } finally {
    for (const timer of timers) clearInterval(timer);
    queue.refreshAll();
    show(shown());
  }
  return tellEnd(sweep, shown(), queue.isBudgetSpent());
}

async function openFolder(specFile: string, flags: WorkerRunFlags): Promise<SweepFolder> {
  const command = 'heldout-worker run';
  const { text, spec } = readSweepFile(specFile);
  const options = importOptionsOf(flags, command);
  const files = await Promise.all(flags.corpus.map(localFile));
  const { corpus, bytes } = await readCorpus({
    files,
    name: withoutEnding(files[0]?.name ?? ''),
    licence: flags.licence ?? '',
    options,
  });
  return openOrCreateSweep({
    folder: resolve(flags.out),
    specText: text,
    spec,
    corpus,
    corpusBytes: bytes,
    heldout: version,
    nowMs: Date.now(),
  });
}

function tellEnd(sweep: SweepFolder, runs: readonly ShownRun[], isBudgetSpent: boolean): number {
  const { objective } = sweep.sweep.spec;
  printTable(
    [
      { key: 'variant', label: 'variant' },
      { key: 'seed', label: 'seed' },
      { key: 'state', label: 'state' },
      { key: 'chosenBy', label: `last ${objective.metric}` },
      { key: 'reported', label: `last ${objective.report}` },
    ],
    runs.map(({ levels, seed, state, result }) => ({
      variant: variantLabel(levels),
      seed,
      state,
      chosenBy: rounded(result.last[objective.metric]),
      reported: rounded(result.last[objective.report]),
    })),
  );
  const count = (state: ShownRun['state']) => runs.filter((run) => run.state === state).length;
  const waiting = count('queued');
  const elsewhere = count('running');
  const isOver = waiting === 0 && elsewhere === 0;
  if (isOver && count('failed') === 0) removeWork(sweep);
  say(
    `${runs.length - waiting - elsewhere} of ${runs.length} runs are over, ${count('failed')} of them failed.`,
  );
  if (elsewhere > 0) say(`${elsewhere} are being trained by another process.`);
  if (count('failed') > 0) say('Once what made them fail is mended, --retry-failed tries them again.');
  if (isBudgetSpent) say(`The trainer hours of the sweep's budget are spent: what waits is not trained.`);
  else if (waiting > 0) say(`${waiting} wait: give the same command again to go on.`);
  say(`To bring them into a dashboard: npm run -s heldout -- sweep import ${sweep.folder}`);
  return (waiting === 0 || isBudgetSpent) && count('failed') === 0 ? exitCodes.ok : exitCodes.failed;
}

function rounded(value: number | undefined): string | null {
  return value === undefined ? null : value.toFixed(4);
}
