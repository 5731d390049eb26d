import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { compileProgram } from '@/workers/bootstrap/compile.mjs';
import { attemptFolder, attemptNames, newestAttempt } from '@/workers/offline/attemptFolder';
import { type JournalEntry, readJournal } from '@/workers/offline/journal';
import { ownerSchema } from '@/workers/offline/owner';
import { openSweep, runFolder, type SweepFolder } from '@/workers/offline/sweepFolder';
import { programRoot } from '@/workers/ownProcess';
import { mountSmallDisk } from '../../../faults/smallDisk';
import { temporaryHome } from '../harness';
import { openTiny, tinySpec, trainingOf, writeCorpus } from './folder';

const program = await compileProgram();

/** heldout worker run in a process of its own, on a folder `out` of a home. */
function startCommand(home: string) {
  const args = ['worker', 'run', join(home, 'spec.yaml'), '--corpus', join(home, 'small.tsv')];
  const settings = ['--out', join(home, 'out'), '--workers', '1', '--threads', '1', '--engine', 'onnx-cpu'];
  const child = spawn(process.execPath, [program, ...args, ...settings], {
    cwd: programRoot,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, stderr }));
  });
  return { ended, kill: () => child.kill('SIGKILL'), said: () => stderr };
}

async function commandHome(spec: object = tinySpec): Promise<string> {
  const home = await temporaryHome();
  await writeCorpus(join(home, 'small.tsv'));
  writeFileSync(join(home, 'spec.yaml'), stringify(spec));
  return home;
}

function entriesOf(sweep: SweepFolder): JournalEntry[][] {
  return sweep.sweep.runs.map((run) => {
    const folder = runFolder(sweep, run);
    return Array.from({ length: newestAttempt(folder) }, (_, index) => {
      const path = join(attemptFolder(folder, index + 1), attemptNames.journal);
      return readJournal(path, { runId: run.id, attempt: index + 1 }).entries;
    }).flat();
  });
}

/** The curve of a metric as a server would have it: what an attempt tells again replaces what was there. */
function curveOf(entries: readonly JournalEntry[], metric: string): [number, number][] {
  let points: [number, number][] = [];
  for (const entry of entries) {
    if (entry.kind !== 'report') continue;
    const { sequence, resumedFromStep = 0 } = entry.report;
    if (sequence === 1) points = points.filter(([step]) => step <= resumedFromStep);
    for (const columns of entry.report.points.filter((each) => each.metric === metric))
      points.push(
        ...columns.steps.map((step, i): [number, number] => [step, columns.values[i] ?? Number.NaN]),
      );
  }
  return points;
}

const outcomesOf = (entries: readonly JournalEntry[]) =>
  entries.flatMap((entry) => (entry.kind === 'end' ? [entry.end.outcome] : []));

/** Long enough to be killed in the middle, on a machine that is busy. */
const longSpec = { ...tinySpec, base: { ...tinySpec.base, epochs: 80 }, factors: { heads: [1] } };

describe('heldout worker run', () => {
  it('is killed, and killed again, and comes to what it would have come to', async () => {
    const undisturbed = await openTiny(await temporaryHome(), longSpec);
    await trainingOf(undisturbed).train();

    const home = await commandHome(longSpec);
    const out = join(home, 'out');
    let reached = 3;
    for (let kills = 0; kills < 2; kills++) {
      const command = startCommand(home);
      // Farther than the one before, so that this one has begun.
      await expect.poll(() => progressIn(out), { timeout: 60_000, interval: 10 }).toBeGreaterThan(reached);
      command.kill();
      await command.ended;
      reached = progressIn(out);
    }
    expect(await startCommand(home).ended).toMatchObject({ code: 0 });

    const [entries = []] = entriesOf(openSweep(out));
    const [expected = []] = entriesOf(undisturbed);
    expect(outcomesOf(entries).at(-1)).toBe('finished');
    const begun = entries.filter(({ kind }) => kind === 'begin').length;
    expect(begun).toBe(3);
    const resumed = entries.flatMap((entry) =>
      entry.kind === 'report' ? [entry.report.resumedFromStep ?? 0] : [],
    );
    expect(Math.max(...resumed)).toBeGreaterThan(0);
    for (const metric of ['train/runningLoss', 'validation/loss', 'test/bleu'])
      expect(curveOf(entries, metric)).toEqual(curveOf(expected, metric));
    // A run that is over is not trained again.
    expect((await startCommand(home).ended).code).toBe(0);
    expect(entriesOf(openSweep(out))[0]).toEqual(entries);
  });

  it('shares the runs with another process on the same folder, and trains each once', async () => {
    const home = await commandHome({ ...tinySpec, seeds: [1, 2] });
    const ends = await Promise.all([startCommand(home).ended, startCommand(home).ended]);
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    const sweep = openSweep(join(home, 'out'));
    expect(entriesOf(sweep).map(outcomesOf)).toEqual(sweep.sweep.runs.map(() => ['finished']));
    const owners = sweep.sweep.runs.map((run) => {
      const path = join(attemptFolder(runFolder(sweep, run), 1), attemptNames.owner);
      return ownerSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).pid;
    });
    expect(new Set(owners).size).toBe(2);
  });

  it('refuses a folder that holds another sweep, and says the way out', async () => {
    const home = await temporaryHome();
    await openTiny(home);
    await expect(openTiny(home, { ...tinySpec, seeds: [8] })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('give another --out'),
    });
  });

  const disk = mountSmallDisk(6 * 2 ** 20);
  afterAll(() => disk?.remove());
  it.skipIf(!disk)(
    'ends where its disk is full, and goes on once there is room (needs to mount a tmpfs)',
    async () => {
      if (!disk) return;
      const sweep = await openTiny(disk.folder, longSpec);
      const training = trainingOf(sweep, { storagePatienceMs: 300 });
      const ended = training.train();
      await expect.poll(() => progressIn(sweep.folder), { timeout: 60_000, interval: 50 }).toBeGreaterThan(3);
      disk.fill();
      await expect(ended).rejects.toMatchObject({
        code: 'storage_full',
        message: expect.stringContaining('free some space and give the same command again'),
      });
      disk.makeRoom();
      await trainingOf(sweep).train();
      expect(outcomesOf(entriesOf(sweep)[0] ?? []).at(-1)).toBe('finished');
    },
  );
});

/** Steps that the first run's journals have told. */
function progressIn(folder: string): number {
  try {
    const [entries = []] = entriesOf(openSweep(folder));
    const steps = entries.flatMap((entry) =>
      entry.kind === 'report' ? [entry.report.progress?.step ?? 0] : [],
    );
    return Math.max(0, ...steps);
  } catch {
    // The folder is being made.
    return 0;
  }
}
