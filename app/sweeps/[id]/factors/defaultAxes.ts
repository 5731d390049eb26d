import type { ResultColumn } from '../table/column';

/** The factors, what a variant costs, how well it fits, and what is asked for. */
export function defaultAxes(columns: readonly ResultColumn[], report: string): string[] {
  const known = new Set(columns.map(({ id }) => id));
  const factors = columns.filter(({ group }) => group === 'factors').map(({ id }) => id);
  const measured = ['parameters', 'train/loss', 'test/loss', reportColumn(known, report)];
  return [...factors, ...measured.filter((id) => known.has(id))];
}

/** What scatter and heat map show unless somebody chooses: cost against score. */
export function defaultChoices(
  columns: readonly ResultColumn[],
  report: string,
): { x: string; y: string; metric: string } {
  const known = new Set(columns.map(({ id }) => id));
  const metric = reportColumn(known, report);
  return { x: 'parameters', y: metric, metric };
}

/** Of the whole test split where any run has been tested on it. */
function reportColumn(known: ReadonlySet<string>, report: string): string {
  return known.has(`whole:${report}`) ? `whole:${report}` : report;
}
