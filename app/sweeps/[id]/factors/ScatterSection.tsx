'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { ScatterPanel } from '../../../charts/ScatterPanel';
import type { ScatterPoint } from '../../../charts/scatter';
import { Check } from '../../../components/ui/Check';
import { Select } from '../../../components/ui/Select';
import { useNames } from '../../../format/useFormats';
import { useSweep } from '../SweepProvider';
import { useSelection } from '../selection';
import { useLooks } from '../useLooks';
import { type Axis, axisOf, placeOf } from './axes';
import { ColumnSelect } from './ColumnSelect';
import styles from './factors.module.css';
import type { FactorsProps } from './factorsProps';
import { PickedRow } from './PickedRow';

/** Any column against any other. */
export function ScatterSection(props: FactorsProps & { x: string; y: string }) {
  const { state, columns, byId, rows, isGrouped, nameOf } = props;
  const { query, set, toggleLog } = state;
  const words = useTranslations('factors');
  const names = useNames();
  const router = useRouter();
  const { sweep } = useSweep().detail;
  const { colour, setColour } = useSelection();
  const look = useLooks();
  const [xColumn, yColumn] = [byId.get(props.x), byId.get(props.y)];
  if (!xColumn || !yColumn) return null;
  const [x, y] = [axisOf(xColumn, rows), axisOf(yColumn, rows)];
  const isLog = {
    x: query.slog.includes('x') && !x.categories,
    y: query.slog.includes('y') && !y.categories,
  };
  const fits = (place: number | undefined, log: boolean) => place !== undefined && (!log || place > 0);
  const points = rows.flatMap((row): ScatterPoint[] => {
    const [px, py] = [placeOf(row, x), placeOf(row, y)];
    const [run] = row.runs;
    if (px === undefined || py === undefined || !run || !fits(px, isLog.x) || !fits(py, isLog.y)) return [];
    const level = run.levels[colour];
    const group =
      level === undefined
        ? names.variant(run.levels)
        : `${names.label(colour)} ${names.level(colour, level)}`;
    return [{ id: row.key, label: nameOf(row), x: px, y: py, look: look(run), group }];
  });
  const pick = (key: string) => {
    const row = rows.find((each) => each.key === key);
    if (row && !row.isVariant && row.runs[0]) router.push(`/runs/${row.runs[0].id}`);
    else void set({ on: key === query.on ? null : key });
  };
  const measurable = columns.filter(({ kind }) => kind !== 'time');
  const leftOut = rows.length - points.length;
  return (
    <section aria-labelledby="scatter-title">
      <h2 id="scatter-title">{words('scatter')}</h2>
      <p className="soft small">{words('scatterHelp', { rows: isGrouped ? 'variant' : 'run' })}</p>
      <div className={styles['controls']}>
        <ColumnSelect
          label={words('controls.x')}
          value={xColumn.id}
          columns={measurable}
          onChange={(id) => void set({ sx: id })}
        />
        <ColumnSelect
          label={words('controls.y')}
          value={yColumn.id}
          columns={measurable}
          onChange={(id) => void set({ sy: id })}
        />
        <Check checked={isLog.x} disabled={x.categories !== undefined} onChange={(on) => toggleLog('x', on)}>
          {words('controls.logX')}
        </Check>
        <Check checked={isLog.y} disabled={y.categories !== undefined} onChange={(on) => toggleLog('y', on)}>
          {words('controls.logY')}
        </Check>
        <Select
          label={words('controls.colour')}
          value={colour}
          options={[
            { value: 'variant', text: words('controls.variant') },
            ...sweep.factors.map((factor) => ({ value: factor, text: names.label(factor) })),
          ]}
          onChange={setColour}
        />
      </div>
      <ScatterPanel
        title={`${yColumn.title} · ${xColumn.title}`}
        points={points}
        x={axisSpec(x, isLog.x)}
        y={axisSpec(y, isLog.y)}
        onPick={pick}
        highlighted={query.on || undefined}
      />
      {leftOut > 0 ? <p className="soft small">{words('noValue', { count: leftOut })}</p> : null}
      <PickedRow {...props} />
    </section>
  );
}

/** A category stands at its index; between two of them there is nothing to write. */
function axisSpec({ column, categories }: Axis, log: boolean) {
  return {
    label: column.title,
    log,
    format: (value: number) => (categories ? (categories[value]?.text ?? '') : column.write(value)),
  };
}
