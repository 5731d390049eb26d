import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFinal } from '@/lib/domain/run';
import { ablationTable } from './ablationTable';
import { homeDirectory, requireWritable } from './home';
import { printTable, say } from './output';
import { readPreset } from './preset';
import { type StartOptions, startServer, untilStopped } from './server';
import { watchSweep } from './watch';

export interface QuickstartFlags extends Omit<StartOptions, 'home' | 'onWorkerLog'> {
  once: boolean;
}

/**
 * heldout quickstart: the server, its workers and the demo ablation in one command. An unfinished demo of an earlier
 * start is taken up again, not launched twice.
 *
 * @returns 0 only if every run of the demo finished
 */
export async function quickstart(flags: QuickstartFlags): Promise<number> {
  const home = homeDirectory();
  const stopped = untilStopped();
  const interrupted = new AbortController();
  stopped.then(() => interrupted.abort());
  // The bars are redrawn in place: what workers say goes to a file, which the next start begins anew.
  requireWritable(home);
  const workerLog = join(home, 'workers.log');
  let isBegun = false;
  const onWorkerLog = (line: string) => {
    try {
      writeFileSync(workerLog, `${line}\n`, { flag: isBegun ? 'a' : 'w' });
      isBegun = true;
    } catch {
      // A full disk: the log is for reading along, and the runs keep their own.
    }
  };
  const server = await startServer({ ...flags, home, signal: interrupted.signal, onWorkerLog });
  server.crashed.then(() => interrupted.abort());
  try {
    const spec = readPreset('demo');
    const open = (await server.client.listSweeps()).find(
      (sweep) => sweep.name === spec.name && (sweep.state === 'queued' || sweep.state === 'running'),
    );
    const id = open?.id ?? (await server.client.createSweep(spec)).sweep.id;
    say(
      `\n${open ? 'Taking up' : 'Launched'} the demo ablation on generated everyday sentences: ${spec.question}`,
    );
    say(`Open ${await server.loginUrl()}\n(the address signs one browser in, once)\n`);

    const detail = await watchSweep(server.client, id, interrupted.signal);
    const unfinished = detail.runs.filter(({ state }) => state !== 'finished' && state !== 'stopped');
    const ended = detail.runs.every((run) => isFinal(run.state));
    if (ended) {
      const table = ablationTable(detail);
      say('\nThe best step of each run is chosen on validation and reported on test; means over seeds:\n');
      printTable(table.columns, table.rows);
      const file = join(home, 'exports', `${id}.csv`);
      mkdirSync(join(home, 'exports'), { recursive: true });
      writeFileSync(file, await server.client.exportSweep(id, 'csv'));
      say(`\nOne row a run: ${file}`);
    }
    for (const run of unfinished)
      say(`run ${run.id} is ${run.state}${run.error ? `: ${run.error.message}` : ''}`);
    if (flags.once || interrupted.signal.aborted) return unfinished.length === 0 ? 0 : 1;
    say(`\nServing on until Ctrl-C: ${server.url}/sweeps/${id}`);
    const crash = await Promise.race([stopped.then(() => null), server.crashed]);
    if (crash === null) return 0;
    say(crash);
    return 1;
  } finally {
    await server.stop();
  }
}
