'use client';
import { useState } from 'react';
import { absent, formatGeneral, formatMetric } from '../format/numbers';
import styles from './charts.module.css';
import { positionsOf, type Series, type XAxis } from './series';

const mostRows = 500;

/** The numbers behind a chart, built only once somebody opens them. */
export function ChartTable({
  series,
  xAxis,
  metric,
}: {
  series: readonly Series[];
  xAxis: XAxis;
  metric: string;
}) {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles['asTable']} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>as table</summary>
      {open ? <Rows series={series} xAxis={xAxis} metric={metric} /> : null}
    </details>
  );
}

function Rows({ series, xAxis, metric }: { series: readonly Series[]; xAxis: XAxis; metric: string }) {
  const positions = positionsOf([series]);
  const columns = series.map((line) => ({
    id: line.id,
    label: line.label,
    at: new Map(line.points.map((point) => [point.x, point.y])),
  }));
  return (
    <div className={styles['tableScroll']}>
      <table>
        <thead>
          <tr>
            <th scope="col" className="number">
              {xAxis}
            </th>
            {columns.map((column) => (
              <th key={column.id} scope="col" className="number">
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {positions.slice(0, mostRows).map((x) => (
            <tr key={x}>
              <th scope="row" className="number">
                {xAxis === 'epoch' ? x.toFixed(2) : formatGeneral(x)}
              </th>
              {columns.map((column) => (
                <td key={column.id} className="number">
                  {column.at.has(x) ? formatMetric(metric, column.at.get(x)) : absent}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {positions.length > mostRows ? (
        <p className="small soft">
          the first {mostRows} of {positions.length} rows
        </p>
      ) : null}
    </div>
  );
}
