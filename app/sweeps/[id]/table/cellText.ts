import { absent, type Formats } from '../../../format/formats';
import type { Words } from '../../../i18n/words';
import { isAveraged, type ResultColumn } from './column';
import type { Summary, TableRow } from './tableRows';

export interface CellText {
  text: string;
  /** The standard deviation over seeds, as it is written. */
  spread: string | undefined;
  /** n, where not every run of the row has a value. */
  count: string | undefined;
}

/** What a cell says; kinds that are drawn (state, progress, time) say it in their own way and in exports. */
export function cellText(
  row: TableRow,
  column: ResultColumn,
  { value, sd, count }: Summary,
  words: Words<'table'>,
  formats: Formats,
): CellText {
  if (count === 0) return { text: absent, spread: undefined, count: undefined };
  const isWhole = !row.isVariant || count === row.runs.length;
  if (row.isVariant && column.kind === 'seed' && count > 1) {
    return { text: words('row.seeds', { count }), spread: undefined, count: undefined };
  }
  return {
    text: value === undefined ? words('row.mixed') : column.write(value),
    spread: sd === undefined || column.kind !== 'metric' ? undefined : spreadText(column, sd),
    count: isWhole || !isAveraged(column) ? undefined : words('row.ofRuns', { count: formats.count(count) }),
  };
}

/** Written as the value is, without a unit that the value has already said. */
function spreadText(column: ResultColumn, sd: number): string {
  return column.write(sd).replace(/\s*%$/, '');
}
