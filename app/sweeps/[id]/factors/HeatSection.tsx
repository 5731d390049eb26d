'use client';
import { useTranslations } from 'use-intl';
import { HeatMap } from '../../../charts/HeatMap';
import { useFormats } from '../../../format/useFormats';
import { ColumnSelect } from './ColumnSelect';
import styles from './factors.module.css';
import type { FactorsProps } from './factorsProps';
import { heatCells } from './heatCells';

/** The mean of a metric over everything but two factors. */
export function HeatSection({
  state,
  columns,
  byId,
  rows,
  metric: metricId,
}: FactorsProps & { metric: string }) {
  const { query, set } = state;
  const words = useTranslations('factors');
  const formats = useFormats();
  const factors = columns.filter(({ group }) => group === 'factors');
  const rowFactor = factors.find(({ id }) => id === query.hr) ?? factors[0];
  const columnFactor =
    factors.find(({ id }) => id === query.hc && id !== rowFactor?.id) ??
    factors.find(({ id }) => id !== rowFactor?.id);
  const metric = byId.get(metricId);
  if (!rowFactor || !columnFactor || !metric) {
    return (
      <section aria-labelledby="heat-title">
        <h2 id="heat-title">{words('heat')}</h2>
        <p className="soft">{words('heatTwo')}</p>
      </section>
    );
  }
  const cells = heatCells(
    rows.flatMap(({ runs }) => runs),
    rowFactor,
    columnFactor,
    metric,
  );
  const [low, high] = cells?.counts ?? [0, 0];
  const count =
    low === high
      ? words('heatCount', { low })
      : words('heatCounts', { low: formats.count(low), high: formats.count(high) });
  return (
    <section aria-labelledby="heat-title">
      <h2 id="heat-title">{words('heat')}</h2>
      <p className="soft small">{cells ? words('heatHelp', { count }) : null}</p>
      <div className={styles['controls']}>
        <ColumnSelect
          label={words('controls.rows')}
          value={rowFactor.id}
          columns={factors.filter(({ id }) => id !== columnFactor.id)}
          onChange={(id) => void set({ hr: id })}
        />
        <ColumnSelect
          label={words('controls.columns')}
          value={columnFactor.id}
          columns={factors.filter(({ id }) => id !== rowFactor.id)}
          onChange={(id) => void set({ hc: id })}
        />
        <ColumnSelect
          label={words('controls.metric')}
          value={metric.id}
          columns={columns.filter(({ kind }) => kind === 'metric' || kind === 'measure')}
          onChange={(id) => void set({ hm: id })}
        />
      </div>
      {cells ? (
        <div className={styles['heat']}>
          <HeatMap
            title={words('heatTitle', {
              metric: metric.title,
              rows: rowFactor.title,
              columns: columnFactor.title,
            })}
            rowTitle={rowFactor.title}
            columnTitle={columnFactor.title}
            {...cells}
            format={(value) => metric.write(value)}
          />
        </div>
      ) : null}
    </section>
  );
}
