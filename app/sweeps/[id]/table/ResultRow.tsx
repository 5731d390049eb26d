'use client';
import Link from 'next/link';
import { memo } from 'react';
import { Swatch } from '../../../components/Swatch';
import { Icon } from '../../../components/ui/Icon';
import type { Formats } from '../../../format/formats';
import type { Words } from '../../../i18n/words';
import type { LookOfRun } from '../useLooks';
import type { ResultColumn } from './column';
import { ResultCell } from './ResultCell';
import styles from './table.module.css';
import type { TableRow } from './tableRows';

export interface RowActions {
  onPick: (row: TableRow, isSelected: boolean) => void;
  onCurves: (row: TableRow, isShown: boolean) => void;
  onUnfold: (row: TableRow) => void;
  onPin: (row: TableRow) => void;
  onBaseline: (row: TableRow) => void;
}

interface ResultRowProps {
  row: TableRow;
  /** In the whole table, the heading being the first. */
  position: number;
  /** A run of the variant above. */
  isChild: boolean;
  isOpen: boolean;
  isPicked: boolean;
  /** Any of its runs is drawn in the charts. */
  isShown: boolean;
  isPinned: boolean;
  isBaseline: boolean;
  look: LookOfRun;
  columns: readonly ResultColumn[];
  pinnedColumns: number;
  bests: ReadonlyMap<string, string | undefined>;
  baseline: TableRow | undefined;
  actions: RowActions;
  /** Given by the table: asking for them in every cell would take longer than drawing it. */
  words: Words<'table'>;
  formats: Formats;
}

/** One row; drawn again only when something of it changed, so that scrolling draws what is new and nothing else. */
export const ResultRow = memo(function ResultRow(props: ResultRowProps) {
  const { row, isChild, isPicked, look, columns, pinnedColumns, bests, baseline, actions } = props;
  const { words, formats } = props;
  const number = formats.count(row.variantIndex + 1);
  const [run] = row.runs;
  const name =
    row.isVariant || !run
      ? words('row.variant', { variant: number })
      : words('row.run', { variant: number, seed: run.seed });
  return (
    <tr
      aria-rowindex={props.position}
      data-child={isChild || undefined}
      data-picked={isPicked || undefined}
      data-baseline={props.isBaseline || undefined}
    >
      <td className={styles['pinSelect']}>
        <input
          type="checkbox"
          checked={isPicked}
          aria-label={words('row.select', { row: name })}
          onChange={(event) => actions.onPick(row, event.currentTarget.checked)}
        />
      </td>
      <th scope="row" className={styles['pinName']}>
        <span className={styles['name']}>
          {row.isVariant ? (
            <button
              type="button"
              className={styles['tool']}
              aria-expanded={props.isOpen}
              aria-label={words('row.unfold', { row: name })}
              title={words('row.unfold', { row: name })}
              onClick={() => actions.onUnfold(row)}
            >
              <Icon name={props.isOpen ? 'chevronDown' : 'chevronRight'} />
            </button>
          ) : null}
          <button
            type="button"
            className={styles['curves']}
            aria-pressed={props.isShown}
            aria-label={words('row.curves', { row: name })}
            title={words('row.curves', { row: name })}
            onClick={() => actions.onCurves(row, !props.isShown)}
          >
            <Swatch look={look(run ?? { variantIndex: row.variantIndex, levels: {} })} />
          </button>
          {row.isVariant || !run ? (
            <span className={styles['nameText']}>
              v{row.variantIndex + 1}{' '}
              <span className="soft">{words('row.seeds', { count: row.runs.length })}</span>
            </span>
          ) : (
            <Link
              className={styles['nameText']}
              href={`/runs/${run.id}`}
              // Scrolling would ask the server for the page of every row that passes.
              prefetch={false}
              aria-label={`v${row.variantIndex + 1} s${run.seed}, ${name}`}
            >
              {`v${row.variantIndex + 1} s${run.seed}`}
            </Link>
          )}
          {isChild ? null : <RowTools {...props} name={name} />}
        </span>
      </th>
      {columns.map((column, at) => (
        <ResultCell
          key={column.id}
          row={row}
          column={column}
          best={isChild ? undefined : bests.get(column.id)}
          baseline={props.isBaseline ? undefined : baseline}
          pinClass={at < pinnedColumns ? styles[`pin${at}`] : undefined}
          words={words}
          formats={formats}
        />
      ))}
    </tr>
  );
});

function RowTools({ row, isPinned, isBaseline, actions, words, name }: ResultRowProps & { name: string }) {
  return (
    <span className={styles['tools']}>
      <button
        type="button"
        className={styles['tool']}
        aria-pressed={isBaseline}
        aria-label={words('row.baseline', { row: name })}
        title={words('row.baseline', { row: name })}
        onClick={() => actions.onBaseline(row)}
      >
        Δ
      </button>
      <button
        type="button"
        className={styles['tool']}
        aria-pressed={isPinned}
        aria-label={words('row.pin', { row: name })}
        title={words('row.pin', { row: name })}
        onClick={() => actions.onPin(row)}
      >
        <Icon name="pin" />
      </button>
    </span>
  );
}
