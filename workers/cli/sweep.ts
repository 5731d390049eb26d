import { writeFileSync } from 'node:fs';
import type { RunRow, SweepDetail } from '@/lib/domain/api';
import { expandSweep, variantLabel } from '@/sweeps/expand';
import { ablationTable } from './ablationTable';
import { connect } from './client';
import { exitCodes } from './exitCodes';
import { printJson, printTable, say } from './output';
import { readSweepFile } from './sweepFile';
import { watchSweep } from './watch';

/** heldout sweep expand FILE: what would run, without a server. */
export function sweepExpand(file: string, flags: { json: boolean }): number {
  const expansion = expandSweep(readSweepFile(file).spec);
  if (flags.json) {
    printJson(expansion);
    return exitCodes.ok;
  }
  const { variants, dropped, seeds, runCount, notes } = expansion;
  printTable(
    [
      { key: 'index', label: '#' },
      { key: 'variant', label: 'variant' },
    ],
    variants.map((variant) => ({ index: variant.index, variant: variantLabel(variant.levels) })),
  );
  say(`\n${variants.length} variants × ${seeds.length} seeds = ${runCount} runs`);
  for (const note of notes) say(note);
  for (const cell of dropped) say(`left out: ${variantLabel(cell.levels)}: ${cell.reason}`);
  return exitCodes.ok;
}

/** heldout sweep run FILE: launches; with --watch stays until the end and fails unless every run finished. */
export async function sweepRun(file: string, flags: { watch: boolean; json: boolean }): Promise<number> {
  const client = connect();
  const created = await client.createSweep(readSweepFile(file).spec);
  const { id } = created.sweep;
  say(`Launched ${created.runs.length} runs: ${client.url}/sweeps/${id}`);
  if (!flags.watch) {
    if (flags.json) printJson(created);
    else process.stdout.write(`${id}\n`);
    return exitCodes.ok;
  }
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const detail = await watchSweep(client, id, interrupted.signal);
  if (interrupted.signal.aborted) {
    say(`The sweep goes on; heldout sweep list shows it.`);
    return exitCodes.failed;
  }
  if (flags.json) printJson(detail);
  else {
    const table = ablationTable(detail);
    printTable(table.columns, table.rows);
  }
  const isWell = ({ state }: RunRow) => state === 'finished' || state === 'stopped';
  return detail.runs.every(isWell) ? exitCodes.ok : exitCodes.failed;
}

/** heldout sweep list */
export async function sweepList(flags: { json: boolean }): Promise<number> {
  const sweeps = await connect().listSweeps();
  if (flags.json) printJson(sweeps);
  else if (sweeps.length === 0) say('No sweeps yet: heldout sweep run FILE launches one.');
  else {
    printTable(
      [
        { key: 'id', label: 'id' },
        { key: 'name', label: 'name' },
        { key: 'state', label: 'state' },
        { key: 'finished', label: 'finished' },
        { key: 'corpus', label: 'corpus' },
        { key: 'best', label: 'best' },
        { key: 'created', label: 'created' },
      ],
      sweeps.map((sweep) => ({
        id: sweep.id,
        name: sweep.name,
        state: sweep.state,
        finished: `${sweep.counts.finished}/${Object.values(sweep.counts).reduce((sum, count) => sum + count, 0)}`,
        corpus: sweep.corpusSlug,
        best: sweep.best ? `${sweep.best.metric} ${sweep.best.value.toFixed(2)}` : null,
        created: new Date(sweep.createdAtMs).toISOString().slice(0, 16).replace('T', ' '),
      })),
    );
  }
  return exitCodes.ok;
}

/** heldout sweep export ID --format csv|json [--out FILE] */
export async function sweepExport(
  id: string,
  flags: { format: 'csv' | 'json'; out: string | undefined },
): Promise<number> {
  const text = await connect().exportSweep(id, flags.format);
  if (flags.out === undefined) process.stdout.write(text);
  else {
    writeFileSync(flags.out, text);
    say(`wrote ${flags.out}`);
  }
  return exitCodes.ok;
}

/** heldout sweep cancel ID */
export async function sweepCancel(id: string, flags: { json: boolean }): Promise<number> {
  const detail = await connect().cancelSweep(id);
  if (flags.json) printJson(detail.sweep);
  else say(`Cancelled: queued runs at once, running ones within seconds.`);
  return exitCodes.ok;
}

/** heldout sweep pause ID */
export async function sweepPause(id: string, flags: { json: boolean }): Promise<number> {
  return told(await connect().pauseSweep(id), flags, () => 'Paused: running runs are handed back.');
}

/** heldout sweep resume ID */
export async function sweepResume(id: string, flags: { json: boolean }): Promise<number> {
  return told(await connect().resumeSweep(id), flags, () => 'Resumed.');
}

/** heldout sweep first ID */
export async function sweepFirst(id: string, flags: { json: boolean }): Promise<number> {
  return told(await connect().prioritizeSweep(id, 'first'), flags, () => 'Its queued runs are next.');
}

/** heldout sweep rerun ID [--states failed …] */
export async function sweepRerun(id: string, flags: { states: string[]; json: boolean }): Promise<number> {
  const detail = await connect().rerunSweep(id, flags.states);
  return told(detail, flags, ({ counts }) => `${counts.queued} runs are queued.`);
}

/** heldout sweep spec ID */
export async function sweepSpec(id: string): Promise<number> {
  process.stdout.write(await connect().sweepSpec(id));
  return exitCodes.ok;
}

/** heldout sweep edit ID FILE */
export async function sweepEdit(id: string, file: string, flags: { json: boolean }): Promise<number> {
  const detail = await connect().editSweep(id, readSweepFile(file).spec);
  return told(
    detail,
    flags,
    ({ counts, variantCount }) => `${variantCount} variants now; ${counts.queued} runs are queued.`,
  );
}

function told(
  { sweep }: SweepDetail,
  flags: { json: boolean },
  text: (sweep: SweepDetail['sweep']) => string,
): number {
  if (flags.json) printJson(sweep);
  else say(text(sweep));
  return exitCodes.ok;
}
