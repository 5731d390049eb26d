'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { Notice } from '../../../components/Notice';
import { EmptyState } from '../../../components/ui/EmptyState';
import { Segments } from '../../../components/ui/Segments';
import { Select } from '../../../components/ui/Select';
import { useFormats, useNames } from '../../../format/useFormats';
import { RunPicker } from '../RunPicker';
import { useSweep } from '../SweepProvider';
import { useSelection } from '../selection';
import sweepStyles from '../sweep.module.css';
import { tableMoments } from '../table/moments';
import { rankingProblems } from '../table/ranking';
import { runRowOf, type TableRow, variantTableRows } from '../table/tableRows';
import { useResultColumns } from '../table/useResultColumns';
import { defaultAxes, defaultChoices } from './defaultAxes';
import styles from './factors.module.css';
import { HeatSection } from './HeatSection';
import { ParallelSection } from './ParallelSection';
import { ScatterSection } from './ScatterSection';
import { useFactorsState } from './useFactorsState';

/** How what was varied goes together with what was measured. */
export function FactorsView() {
  const words = useTranslations('factors');
  const moments = useTranslations('table.momentOptions');
  const names = useNames();
  const formats = useFormats();
  const { detail } = useSweep();
  const { hidden, isShown } = useSelection();
  const state = useFactorsState();
  const { query, set } = state;
  const wanted = useMemo(
    () => [...(query.axes ?? usualMetrics), query.sx, query.sy, query.hm].filter((id) => id !== null),
    [query.axes, query.sx, query.sy, query.hm],
  );
  const { columns: all, byId, problem } = useResultColumns(query.at, wanted);
  // A view has one moment: columns that name their own are for the table.
  const columns = useMemo(() => all.filter(({ id }) => !id.includes('@')), [all]);
  const isGrouped =
    query.rows === null ? new Set(detail.runs.map(({ seed }) => seed)).size > 1 : query.rows === 'variant';
  const rows = useMemo(() => {
    const runs = detail.runs.filter(isShown);
    return isGrouped ? variantTableRows(runs) : runs.map(runRowOf);
  }, [detail.runs, isShown, isGrouped]);
  const choices = defaultChoices(columns, detail.spec.objective.report);
  const axisIds = query.axes ?? defaultAxes(columns, detail.spec.objective.report);
  const used = new Set([
    ...axisIds,
    query.sx ?? choices.x,
    query.sy ?? choices.y,
    query.hm ?? choices.metric,
  ]);
  const problems = rankingProblems(
    columns.filter(({ id }) => used.has(id)),
    rows,
  );
  const nameOf = (row: TableRow) => {
    const [run] = row.runs;
    const variant = `v${row.variantIndex + 1} ${names.variant(run?.levels ?? {})}`;
    return row.isVariant || !run ? variant : `${variant} · ${names.label('seed')} ${formats.count(run.seed)}`;
  };
  const view = { state, columns, byId, rows, isGrouped, nameOf };
  return (
    <div className={sweepStyles['withPicker']}>
      <RunPicker onHighlight={undefined} />
      <div className={styles['view']}>
        <fieldset className={styles['controls']} aria-label={words('controls.label')}>
          <Segments
            label={words('controls.lines')}
            value={isGrouped ? 'variant' : 'run'}
            options={[
              { value: 'variant', text: words('controls.variants') },
              { value: 'run', text: words('controls.runs') },
            ]}
            onChange={(next) => void set({ rows: next, on: null })}
          />
          <Select
            label={words('controls.moment')}
            value={query.at}
            options={tableMoments.map((moment) => ({ value: moment, text: moments(moment) }))}
            onChange={(at) => void set({ at })}
          />
          {hidden.size > 0 ? (
            <span className="soft">{words('hiddenRuns', { count: hidden.size })}</span>
          ) : null}
        </fieldset>
        {problem ? (
          <Notice kind="warning">
            <span lang="en" translate="no">
              {problem}
            </span>
          </Notice>
        ) : null}
        {problems.length > 0 ? (
          <Notice kind="warning">
            {words('notCompared')}
            <ul lang="en" translate="no">
              {problems.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </Notice>
        ) : null}
        {rows.length === 0 ? (
          <EmptyState title={words('nothing')} />
        ) : (
          <>
            <ParallelSection {...view} axisIds={axisIds} />
            <ScatterSection {...view} x={query.sx ?? choices.x} y={query.sy ?? choices.y} />
            <HeatSection {...view} metric={query.hm ?? choices.metric} />
          </>
        )}
      </div>
    </div>
  );
}

/** Whose own bests are needed where nobody chose axes. */
const usualMetrics = ['train/loss', 'test/loss', 'test/bleu'];
