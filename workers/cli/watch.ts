import { setTimeout as delay } from 'node:timers/promises';
import type { RunRow, SweepDetail } from '@/lib/domain/api';
import { isFinal } from '@/lib/domain/run';
import { variantLabel } from '@/sweeps/expand';
import type { Client } from './client';
import { formatDuration } from './output';

const barWidth = 24;

/** One line a run: what it is, how far, and the newest numbers. */
export function progressLine(run: RunRow, labelWidth: number): string {
  const label = `${variantLabel(run.levels)} · seed ${run.seed}`.padEnd(labelWidth);
  const { progress } = run;
  const share = run.state === 'finished' ? 1 : progress?.totalSteps ? progress.step / progress.totalSteps : 0;
  const filled = Math.round(Math.min(1, share) * barWidth);
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
  const bleu = run.result.last['test/bleu'];
  const loss = run.result.last['test/loss'];
  const numbers = [
    loss === undefined ? '' : `test loss ${loss.toFixed(3)}`,
    bleu === undefined ? '' : `test BLEU ${bleu.toFixed(1)}`,
  ].filter(Boolean);
  const state =
    run.state === 'running' ? `epoch ${progress?.epoch ?? 0}/${progress?.totalEpochs ?? '?'}` : run.state;
  const time = run.durationMs > 0 ? formatDuration(run.durationMs) : '';
  const failure = run.error ? run.error.message : '';
  return `${label}  ${bar} ${String(Math.floor(share * 100)).padStart(3)}%  ${state.padEnd(12)} ${[...numbers, time, failure].filter(Boolean).join('  ')}`;
}

/** Cuts to the terminal's width: a wrapped line would break the redraw. */
function cutToTerminal(line: string): string {
  const width = process.stderr.columns ?? 200;
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}

/**
 * Shows a progress bar per run until every run has ended. On a terminal the bars are redrawn in place; in a log a
 * line is written whenever a run's state or epoch changes.
 */
export async function watchSweep(client: Client, sweepId: string, signal: AbortSignal): Promise<SweepDetail> {
  const redraw = process.stderr.isTTY;
  const printed = new Map<string, string>();
  let drawn = 0;
  for (;;) {
    const detail = await client.getSweep(sweepId);
    const labelWidth = Math.max(
      ...detail.runs.map((run) => `${variantLabel(run.levels)} · seed ${run.seed}`.length),
    );
    if (redraw) {
      const lines = detail.runs.map((run) => cutToTerminal(progressLine(run, labelWidth)));
      // Back to the first line, then rewrite each: CSI nA (cursor up) and CSI 2K (erase line), ECMA-48.
      process.stderr.write(
        `${drawn ? `\x1b[${drawn}A` : ''}${lines.map((line) => `\x1b[2K${line}\n`).join('')}`,
      );
      drawn = lines.length;
    } else {
      for (const run of detail.runs) {
        const key = `${run.state} ${run.progress?.epoch ?? 0}`;
        if (printed.get(run.id) === key || (run.state === 'queued' && !printed.has(run.id))) continue;
        printed.set(run.id, key);
        process.stderr.write(`${progressLine(run, labelWidth)}\n`);
      }
    }
    if (detail.runs.every((run) => isFinal(run.state)) || signal.aborted) return detail;
    await delay(1000, undefined, { signal }).catch(() => {});
  }
}
