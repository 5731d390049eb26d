'use client';
import {
  type ColumnDef,
  functionalUpdate,
  getCoreRowModel,
  getSortedRowModel,
  useReactTable,
} from '@tanstack/react-table';
import Link from 'next/link';
import { useMemo } from 'react';
import type { RunRow, SweepDetail } from '@/lib/domain/api';
import { metricText } from '@/lib/domain/metric';
import { lookOf } from '../../charts/palette';
import { StateBadge } from '../../components/StateBadge';
import { Swatch } from '../../components/Swatch';
import { bestText, doneShare, type ResultColumn, resultColumns } from './columns';
import styles from './sweep.module.css';
import { runKey } from './sweepSeries';
import { formatSort, parseSort } from './viewState';

const sortMarks = { asc: '▲', desc: '▼' } as const;

export function ResultsTable({
  detail,
  hidden,
  sort,
  onSort,
  onShow,
}: {
  detail: SweepDetail;
  hidden: ReadonlySet<string>;
  sort: readonly string[];
  onSort: (sort: string[]) => void;
  onShow: (keys: readonly string[], shown: boolean) => void;
}) {
  const { runs, sweep, spec } = detail;
  const columns = useMemo(() => resultColumns(sweep.factors, runs), [sweep.factors, runs]);
  const bests = useMemo(
    () => new Map(columns.map((column) => [column.id, bestText(column, runs)])),
    [columns, runs],
  );
  const sorting = useMemo(() => parseSort(sort), [sort]);
  const table = useReactTable({
    data: runs,
    columns: useMemo(() => columns.map(definitionOf), [columns]),
    state: { sorting },
    onSortingChange: (update) => onSort(formatSort(functionalUpdate(update, sorting))),
    getRowId: (run) => run.id,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
  const byId = new Map(columns.map((column) => [column.id, column]));
  const chosenOn = `${spec.objective.metric.replace('/', ' ')}`;

  return (
    <>
      <h2>Results</h2>
      <p className="soft">
        Every metric at the step that {chosenOn} chose (
        {metricText(spec.objective.metric).goal === 'maximize' ? 'highest' : 'lowest'}
        ), never at the step where test looks best; “whole test” is of every test sentence, the rest of fixed
        samples. Bold: best of its column. Shift-click sorts by several columns.
      </p>
      <div className="scroll-x">
        <table className={styles['results']}>
          <thead>
            <tr>
              <th scope="col">curves</th>
              <th scope="col">run</th>
              {table.getLeafHeaders().map((header) => {
                const column = byId.get(header.id);
                const direction = header.column.getIsSorted();
                return (
                  <th
                    key={header.id}
                    scope="col"
                    className={`${styles['stacked']} ${column?.numeric ? 'number' : ''}`}
                    aria-sort={direction ? (direction === 'asc' ? 'ascending' : 'descending') : undefined}
                  >
                    <button type="button" onClick={header.column.getToggleSortingHandler()}>
                      {column?.title}
                      <span aria-hidden="true" className={styles['sortMark']}>
                        {direction ? sortMarks[direction] : ''}
                        {direction && sorting.length > 1 ? header.column.getSortIndex() + 1 : ''}
                      </span>
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {table.getRowModel().rows.map(({ original: run }) => (
              <ResultRow
                key={run.id}
                run={run}
                columns={columns}
                bests={bests}
                shown={!hidden.has(runKey(run))}
                onShow={onShow}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function definitionOf(column: ResultColumn): ColumnDef<RunRow> {
  return {
    id: column.id,
    accessorFn: column.value,
    sortUndefined: 'last',
    sortingFn: 'basic',
    // The first click puts the best on top.
    sortDescFirst: column.goal === 'maximize',
  };
}

function ResultRow({
  run,
  columns,
  bests,
  shown,
  onShow,
}: {
  run: RunRow;
  columns: readonly ResultColumn[];
  bests: ReadonlyMap<string, string | undefined>;
  shown: boolean;
  onShow: (keys: readonly string[], shown: boolean) => void;
}) {
  const name = `variant ${run.variantIndex + 1}, seed ${run.seed}`;
  return (
    <tr>
      <td>
        <label className={styles['curveCheck']}>
          <input
            type="checkbox"
            checked={shown}
            aria-label={`Show the curves of ${name}`}
            onChange={(event) => onShow([runKey(run)], event.currentTarget.checked)}
          />
          <Swatch look={lookOf(run.variantIndex)} />
        </label>
      </td>
      <td>
        <Link href={`/runs/${run.id}`} aria-label={`Run: ${name}`}>
          v{run.variantIndex + 1} s{run.seed}
        </Link>
      </td>
      {columns.map((column) => {
        const text = column.text(run);
        return (
          <td key={column.id} className={column.numeric ? 'number' : undefined} title={column.hint?.(run)}>
            {column.id === 'state' ? (
              <StateBadge state={run.state} />
            ) : column.id === 'progress' ? (
              <RunProgress run={run} text={text} />
            ) : text === bests.get(column.id) ? (
              <strong>{text}</strong>
            ) : (
              text
            )}
          </td>
        );
      })}
    </tr>
  );
}

function RunProgress({ run, text }: { run: RunRow; text: string }) {
  if (run.state !== 'running') return text;
  return (
    <>
      <progress className={styles['runProgress']} value={doneShare(run)} max={1} aria-label="Steps done" />{' '}
      {text}
    </>
  );
}
