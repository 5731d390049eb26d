import type { RunRow, SweepDetail, SweepEvent } from '@/lib/domain/api';

type RowsEvent = Extract<SweepEvent, { type: 'sweep' }>;

/**
 * A sweep after an event that holds all of its runs, or those that changed. Rows that say the same as before keep their
 * identity, so that what is drawn of them stays.
 */
export function withChangedRuns(detail: SweepDetail, event: RowsEvent): SweepDetail {
  const told = new Map(event.runs.map((run) => [run.id, run]));
  const known = new Map(detail.runs.map((run) => [run.id, run]));
  const newest = (run: RunRow) => {
    const last = known.get(run.id);
    return last && isSame(last, run) ? last : run;
  };
  const runs = event.whole
    ? event.runs.map(newest)
    : [
        ...detail.runs.map((run) => newest(told.get(run.id) ?? run)),
        ...event.runs.filter((run) => !known.has(run.id)),
      ];
  return { ...detail, sweep: event.sweep, runs };
}

/**
 * Runs that may have got points since the page was made and before its connection was open: whose rows are other ones by
 * now, and those that are being trained.
 */
export function missedRuns(detail: SweepDetail, event: RowsEvent): string[] {
  if (!event.whole) return [];
  const known = new Map(detail.runs.map((run) => [run.id, run]));
  return event.runs
    .filter((run) => {
      const last = known.get(run.id);
      return run.state === 'running' || !last || !isSame(last, run);
    })
    .map(({ id }) => id);
}

function isSame(a: RunRow, b: RunRow): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
