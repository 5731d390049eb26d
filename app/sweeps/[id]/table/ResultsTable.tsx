'use client';
import { useCallback, useMemo, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { EmptyState } from '../../../components/ui/EmptyState';
import { useFormats } from '../../../format/useFormats';
import { runKey } from '../runKey';
import { useSelection } from '../selection';
import { useLooks } from '../useLooks';
import { isPicked } from './picks';
import { ResultRow } from './ResultRow';
import { bestText } from './ranking';
import { TableHeading } from './TableHeading';
import styles from './table.module.css';
import type { TableProps } from './tableProps';
import { useColumnWidths, useMeasures } from './useColumnWidths';
import { useRowActions } from './useRowActions';
import { rowHeights } from './useRowWindow';
import { VirtualRows } from './VirtualRows';

/** The table itself: a heading that stays, columns that stay, and only the rows in sight. */
export function ResultsTable(props: TableProps) {
  const { state, shown, tableRows, table } = props;
  const { query } = state;
  const { rows, isGrouped, shownRuns, allRuns } = tableRows;
  const words = useTranslations('table');
  const formats = useFormats();
  const scroll = useRef<HTMLElement>(null);
  const { hidden, baseline: baselineIndex } = useSelection();
  const look = useLooks();
  const actions = useRowActions(state);
  const baseline = query.delta ? tableRows.baseline : undefined;

  const flat = table.getRowModel().rows;
  const { top, rest } = useMemo(() => {
    const kept = new Set(query.top);
    const isKept = (row: (typeof flat)[number]) => kept.has(row.id) || kept.has(row.parentId ?? '');
    return { top: flat.filter(isKept), rest: flat.filter((row) => !isKept(row)) };
  }, [flat, query.top]);
  const bests = useMemo(
    () => new Map(shown.map((column) => [column.id, bestText(column, rows)])),
    [shown, rows],
  );
  const widths = useColumnWidths(shown, rows, baseline, words, formats);
  const pinned = shown.filter(({ id }) => query.left.includes(id)).length;
  useMeasures(scroll, widths, pinned);
  const picks = useMemo(() => new Set(query.pick), [query.pick]);
  const open = useMemo(() => new Set(query.open), [query.open]);

  const element = useCallback(
    (row: (typeof flat)[number] | undefined, position: number) =>
      row ? (
        <ResultRow
          key={row.id}
          row={row.original}
          position={position}
          isChild={row.depth > 0}
          isOpen={open.has(row.id)}
          isPicked={isPicked(row.original, picks)}
          isShown={row.original.runs.some((run) => !hidden.has(runKey(run)))}
          isPinned={query.top.includes(row.id)}
          isBaseline={row.original.variantIndex === baselineIndex && row.depth === 0}
          look={look}
          columns={shown}
          pinnedColumns={pinned}
          bests={bests}
          baseline={baseline}
          actions={actions}
          words={words}
          formats={formats}
        />
      ) : null,
    [
      open,
      picks,
      hidden,
      query.top,
      baselineIndex,
      look,
      shown,
      pinned,
      bests,
      baseline,
      actions,
      words,
      formats,
    ],
  );
  const rowAt = useCallback(
    // The heading is the first row.
    (index: number) => element(rest[index], top.length + index + 2),
    [element, rest, top.length],
  );

  return (
    <>
      <section
        ref={scroll}
        className={styles['scroll']}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        aria-labelledby="results-title"
      >
        <table
          className={styles['results']}
          data-density={query.dense ? 'compact' : 'roomy'}
          aria-rowcount={flat.length + 1}
        >
          {/* Attributes, because the policy on content forbids style attributes in the server's markup. */}
          <colgroup>
            <col className={styles['selectColumn']} />
            <col className={styles['nameColumn']} />
            {shown.map(({ id }, at) => (
              <col key={id} width={widths[at]} />
            ))}
          </colgroup>
          <TableHeading {...props} pinned={pinned} picks={picks} />
          {top.length > 0 ? (
            <tbody className={styles['kept']}>{top.map((row, at) => element(row, at + 2))}</tbody>
          ) : null}
          <VirtualRows
            scroll={scroll}
            count={rest.length}
            rowPx={query.dense ? rowHeights.compact : rowHeights.roomy}
            columnCount={shown.length + 2}
            rowAt={rowAt}
          />
        </table>
      </section>
      {rows.length === 0 ? (
        <EmptyState title={words('empty')}>
          <button type="button" onClick={() => void state.set({ q: null, where: null })}>
            {words('emptyReset')}
          </button>
        </EmptyState>
      ) : null}
      <p className={styles['footer']} role="status">
        {isGrouped
          ? words('shownVariants', { variants: rows.length, shown: formats.count(shownRuns), all: allRuns })
          : words('shown', { shown: formats.count(shownRuns), all: allRuns })}
      </p>
    </>
  );
}
