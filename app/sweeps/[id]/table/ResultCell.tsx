'use client';
import { StateBadge } from '../../../components/StateBadge';
import { Timestamp } from '../../../components/Timestamp';
import type { Formats } from '../../../format/formats';
import type { Words } from '../../../i18n/words';
import { cellText } from './cellText';
import type { ResultColumn } from './column';
import { doneShare } from './columns';
import { deltaOf } from './ranking';
import styles from './table.module.css';
import { summaryOf, type TableRow } from './tableRows';

interface ResultCellProps {
  row: TableRow;
  column: ResultColumn;
  /** The text of the column's best; undefined where none is best. */
  best: string | undefined;
  baseline: TableRow | undefined;
  pinClass: string | undefined;
  words: Words<'table'>;
  formats: Formats;
}

export function ResultCell(props: ResultCellProps) {
  const { row, column, best, baseline, pinClass = '', words, formats } = props;
  const summary = summaryOf(row, column);
  const { text, spread, count } = cellText(row, column, summary, words, formats);
  const hints = [
    spread === undefined ? undefined : words('row.sd', { count: summary.count, sd: spread }),
    row.runs.length === 1 && row.runs[0] ? column.hint?.(row.runs[0]) : undefined,
  ].filter((hint) => hint !== undefined);
  const delta = baseline ? deltaOf(row, baseline, column) : undefined;
  return (
    <td
      className={`${pinClass} ${column.numeric ? 'number' : ''}`}
      title={hints.length === 0 ? undefined : hints.join(' · ')}
    >
      {drawn(props, summary.value) ?? (
        <>
          {text === best ? <strong>{text}</strong> : text}
          {spread === undefined ? null : <span className={styles['spread']}> ± {spread}</span>}
          {count === undefined ? null : <span className={styles['spread']}> {count}</span>}
        </>
      )}
      {delta ? (
        <span
          className={styles['delta']}
          data-better={delta.isBetter === undefined ? undefined : String(delta.isBetter)}
        >
          {' '}
          {delta.text}
          {delta.isBetter === undefined ? null : (
            <>
              <span aria-hidden="true">{delta.isBetter ? ' ▲' : ' ▼'}</span>
              <span className="visually-hidden"> {words(delta.isBetter ? 'row.better' : 'row.worse')}</span>
            </>
          )}
        </span>
      ) : null}
    </td>
  );
}

/** What is more than a text; undefined for the rest. */
function drawn({ row, column, words, formats }: ResultCellProps, value: number | string | undefined) {
  if (column.kind === 'state') return <States row={row} formats={formats} />;
  if (column.kind === 'time' && typeof value === 'number') return <Timestamp ms={value} />;
  if (column.kind === 'progress' && row.runs.some(({ state }) => state === 'running')) {
    return <Progress share={mean(row.runs.map(doneShare))} words={words} formats={formats} />;
  }
  return undefined;
}

/** The states of a row's runs, each once, with how many runs are in it where they differ. */
function States({ row, formats }: { row: TableRow; formats: Formats }) {
  const counts = new Map<(typeof row.runs)[number]['state'], number>();
  for (const { state } of row.runs) counts.set(state, (counts.get(state) ?? 0) + 1);
  return (
    <span className={styles['states']}>
      {[...counts].map(([state, count]) => (
        <span key={state}>
          {counts.size > 1 ? `${formats.count(count)} ` : ''}
          <StateBadge state={state} />
        </span>
      ))}
    </span>
  );
}

function Progress({ share, words, formats }: { share: number } & Pick<ResultCellProps, 'words' | 'formats'>) {
  return (
    <>
      <progress className={styles['progress']} value={share} max={1} aria-label={words('stepsDone')} />{' '}
      {formats.percent(share, 0)}
    </>
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
