import { setTimeout as delay } from 'node:timers/promises';
import type { RunRow, SweepDetail } from '@/lib/domain/api';
import { isFinal } from '@/lib/domain/run';
import { cutToWidth, displayWidth } from '@/lib/export/displayWidth';
import { printable } from '@/lib/export/textTable';
import { variantLabel } from '@/sweeps/expand';
import type { Client } from './client';
import { formatDuration } from './output';

const barWidth = 16;

/** Left for bar and share where a label is longer than the terminal is wide. */
const columnsBesideLabel = 40;
const narrowestLabel = 20;

/** What is shown of a run. */
export type ShownRun = Pick<
  RunRow,
  'id' | 'levels' | 'seed' | 'state' | 'progress' | 'durationMs' | 'error'
> & {
  result: Pick<RunRow['result'], 'last'>;
};

const labelOfRun = (run: ShownRun) => `${printable(variantLabel(run.levels))}${seedOf(run)}`;
const seedOf = (run: ShownRun) => ` · seed ${run.seed}`;

/** One line a run: what it is, how far, and the newest numbers; never a line break, whatever a name or error holds. */
export function progressLine(run: ShownRun, labelWidth: number): string {
  const seed = seedOf(run);
  // Runs of a variant differ in their seed alone: what is cut is the variant.
  const label = cutToWidth(printable(variantLabel(run.levels)), labelWidth - seed.length) + seed;
  const { progress } = run;
  const share = run.state === 'finished' ? 1 : progress?.totalSteps ? progress.step / progress.totalSteps : 0;
  const filled = Math.round(Math.min(1, share) * barWidth);
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
  const bleu = run.result.last['test/bleu'];
  const loss = run.result.last['test/loss'];
  const numbers = [
    bleu === undefined ? '' : `test BLEU ${bleu.toFixed(1)}`,
    loss === undefined ? '' : `test loss ${loss.toFixed(3)}`,
  ].filter(Boolean);
  const state =
    run.state === 'running' ? `epoch ${progress?.epoch ?? 0}/${progress?.totalEpochs ?? '?'}` : run.state;
  const time = run.durationMs > 0 ? formatDuration(run.durationMs) : '';
  const failure = run.error ? printable(run.error.message) : '';
  const padding = ' '.repeat(Math.max(0, labelWidth - displayWidth(label)));
  return `${label}${padding}  ${bar} ${String(Math.floor(share * 100)).padStart(3)}%  ${state.padEnd(12)} ${[...numbers, time, failure].filter(Boolean).join('  ')}`;
}

/**
 * What fits a terminal: a wrapped line, or more lines than the terminal has, would break the redraw. Where there are
 * too many runs, those that are running come first, and a last line counts the others.
 */
export function progressScreen(
  runs: readonly ShownRun[],
  terminal: { columns: number; rows: number },
): string[] {
  const labelWidth = Math.min(
    Math.max(...runs.map((run) => displayWidth(labelOfRun(run)))),
    Math.max(narrowestLabel, terminal.columns - columnsBesideLabel),
  );
  // One row for what is not shown, one for the cursor.
  const most = Math.max(1, terminal.rows - 2);
  const isCut = runs.length > most;
  const running = runs.filter((run) => run.state === 'running');
  const shown = isCut ? [...running, ...runs.filter((run) => !running.includes(run))].slice(0, most) : runs;
  const lines = shown.map((run) => cutToWidth(progressLine(run, labelWidth), terminal.columns));
  if (!isCut) return lines;
  const ended = runs.filter((run) => isFinal(run.state)).length;
  const rest = `… and ${runs.length - most} more; ${ended} of ${runs.length} runs have ended`;
  return [...lines, cutToWidth(rest, terminal.columns)];
}

/**
 * A function that shows how far runs are: on a terminal bars that are redrawn in place; in a log a line whenever a run's
 * state or epoch has changed.
 */
export function progressDisplay(): (runs: readonly ShownRun[]) => void {
  const printed = new Map<string, string>();
  let drawn = 0;
  if (process.stderr.isTTY) {
    return (runs) => {
      const { columns, rows } = process.stderr;
      const lines = progressScreen(runs, { columns, rows });
      // Back to the first line, rewrite each, erase what an earlier drawing had below: CSI nA (cursor up), 2K (erase
      // line) and 0J (erase to the end), ECMA-48.
      process.stderr.write(
        `${drawn ? `\x1b[${drawn}A` : ''}${lines.map((line) => `\x1b[2K${line}\n`).join('')}\x1b[0J`,
      );
      drawn = lines.length;
    };
  }
  return (runs) => {
    const labelWidth = Math.max(...runs.map((run) => displayWidth(labelOfRun(run))));
    for (const run of runs) {
      const key = `${run.state} ${run.progress?.epoch ?? 0}`;
      if (printed.get(run.id) === key || (run.state === 'queued' && !printed.has(run.id))) continue;
      printed.set(run.id, key);
      process.stderr.write(`${progressLine(run, labelWidth)}\n`);
    }
  };
}

/** Shows how far a sweep's runs are until every run has ended. */
export async function watchSweep(client: Client, sweepId: string, signal: AbortSignal): Promise<SweepDetail> {
  const show = progressDisplay();
  for (;;) {
    const detail = await client.getSweep(sweepId);
    show(detail.runs);
    if (detail.runs.every((run) => isFinal(run.state)) || signal.aborted) return detail;
    await delay(1000, undefined, { signal }).catch(() => {});
  }
}
