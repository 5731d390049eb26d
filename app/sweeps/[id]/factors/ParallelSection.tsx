'use client';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { ParallelPanel } from '../../../charts/ParallelPanel';
import { IconButton } from '../../../components/ui/IconButton';
import { useFormats } from '../../../format/useFormats';
import { withHidden } from '../hiddenRuns';
import { runKey } from '../runKey';
import { useSweep } from '../SweepProvider';
import { useSelection } from '../selection';
import { useLooks } from '../useLooks';
import { axisOf, parallelAxis, parallelLine, rowsInRanges } from './axes';
import { ColumnSelect } from './ColumnSelect';
import styles from './factors.module.css';
import type { FactorsProps } from './factorsProps';
import { PickedRow } from './PickedRow';

/** One line a variant or run over all chosen axes; parts of axes are kept by dragging. */
export function ParallelSection(props: FactorsProps & { axisIds: readonly string[] }) {
  const { state, byId, rows, isGrouped, nameOf, axisIds } = props;
  const { query, set, ranges, setRanges } = state;
  const words = useTranslations('factors');
  const formats = useFormats();
  const router = useRouter();
  const { runs } = useSweep().detail;
  const { setHidden } = useSelection();
  const look = useLooks();
  const axes = useMemo(
    () => axisIds.flatMap((id) => byId.get(id) ?? []).map((column) => axisOf(column, rows)),
    [axisIds, byId, rows],
  );
  const lines = rows.map((row) =>
    parallelLine(row, axes, nameOf(row), look(row.runs[0] ?? { variantIndex: row.variantIndex, levels: {} })),
  );
  const kept = rowsInRanges(rows, axes, ranges);
  const isBrushed = axes.some(({ column }) => ranges[column.id] !== undefined);
  const keepOnly = () => {
    const keys = kept.flatMap((row) => row.runs.map(runKey));
    setHidden(withHidden(new Set(runs.map(runKey)), keys, false));
  };
  const pick = (key: string) => {
    const row = rows.find((each) => each.key === key);
    if (row && !row.isVariant && row.runs[0]) router.push(`/runs/${row.runs[0].id}`);
    else void set({ on: key === query.on ? null : key });
  };
  return (
    <section aria-labelledby="parallel-title">
      <h2 id="parallel-title">{words('parallel')}</h2>
      <p className="soft small">{words('parallelHelp', { rows: isGrouped ? 'variant' : 'run' })}</p>
      <AxisList {...props} />
      <ParallelPanel
        title={words('parallel')}
        axes={axes.map(parallelAxis)}
        lines={lines}
        ranges={ranges}
        onRanges={setRanges}
        colourBy={axes.some(({ column }) => column.id === query.tint) ? query.tint : undefined}
        highlighted={query.on || undefined}
        onPick={pick}
      />
      <p className={styles['brushed']} role="status">
        {isBrushed
          ? words('brushed', { kept: formats.count(kept.length), all: rows.length })
          : words('allKept', { all: rows.length })}
        {isBrushed ? (
          <>
            <button type="button" disabled={kept.length === 0} onClick={keepOnly}>
              {words('keepBrushed')}
            </button>
            <button type="button" className="quiet" onClick={() => setRanges({})}>
              {words('clearRanges')}
            </button>
          </>
        ) : null}
      </p>
      <PickedRow {...props} />
    </section>
  );
}

/** Which axes there are, in their order, and what colours the lines. */
function AxisList({ state, columns, byId, axisIds }: FactorsProps & { axisIds: readonly string[] }) {
  const words = useTranslations('factors.controls');
  const { query, set } = state;
  const setAxes = (ids: readonly string[]) => void set({ axes: [...ids] });
  const move = (from: number, to: number) => {
    const next = [...axisIds];
    const [moved] = next.splice(from, 1);
    if (moved !== undefined) next.splice(to, 0, moved);
    setAxes(next);
  };
  const shown = axisIds.flatMap((id) => byId.get(id) ?? []);
  return (
    <div className={styles['controls']}>
      <ol className={styles['axisList']} aria-label={words('axes')}>
        {shown.map(({ id, title }, at) => (
          <li key={id}>
            <IconButton
              icon="chevronRight"
              className={styles['left'] ?? ''}
              label={words('moveLeft', { axis: title })}
              disabled={at === 0}
              onClick={() => move(at, at - 1)}
            />
            <span>{title}</span>
            <IconButton
              icon="chevronRight"
              label={words('moveRight', { axis: title })}
              disabled={at === shown.length - 1}
              onClick={() => move(at, at + 1)}
            />
            <IconButton
              icon="close"
              label={words('removeAxis', { axis: title })}
              onClick={() => setAxes(axisIds.filter((each) => each !== id))}
            />
          </li>
        ))}
      </ol>
      <ColumnSelect
        label={words('addAxis')}
        value=""
        first={{ value: '', text: words('chooseAxis') }}
        columns={columns.filter(({ id, kind }) => kind !== 'time' && !axisIds.includes(id))}
        onChange={(id) => id !== '' && setAxes([...axisIds, id])}
      />
      <ColumnSelect
        label={words('colour')}
        value={shown.some(({ id }) => id === query.tint) ? query.tint : ''}
        first={{ value: '', text: words('colourShared') }}
        columns={shown}
        onChange={(id) => void set({ tint: id || null })}
      />
      {query.axes === null ? null : (
        <button type="button" className="quiet" onClick={() => void set({ axes: null })}>
          {words('usual')}
        </button>
      )}
    </div>
  );
}
