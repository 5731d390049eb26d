'use client';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ScrollX } from '../components/ScrollX';
import { absent } from '../format/formats';
import { useFormats, useNames } from '../format/useFormats';
import styles from './charts.module.css';
import { positionsOf, type Series, type XAxis } from './series';
import { axisTitle } from './xAxis';

const mostRows = 500;

/** "as table" under a chart; what is in it is built only once somebody opens it. */
export function AsTable({ children }: { children: () => ReactNode }) {
  const [open, setOpen] = useState(false);
  const words = useTranslations('charts');
  return (
    <details className={styles['asTable']} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words('asTable')}</summary>
      {open ? children() : null}
    </details>
  );
}

/** The numbers behind a chart of lines. */
export function LineTable({
  title,
  series,
  xAxis,
  metric,
}: {
  title: string;
  series: readonly Series[];
  xAxis: XAxis;
  metric: string;
}) {
  const words = useTranslations('charts');
  const formats = useFormats();
  const names = useNames();
  const positions = positionsOf([series]);
  const columns = series.map((line) => ({
    id: line.id,
    label: line.label,
    at: new Map(line.points.map((point) => [point.x, point.y])),
  }));
  const xText = (x: number) =>
    xAxis === 'time' ? formats.duration(x) : Number.isInteger(x) ? formats.general(x) : formats.fixed(x, 2);
  const xTitle = xAxis === 'time' ? words('over.time') : axisTitle(xAxis, [0, 0], words);
  return (
    <TableScroll
      label={`${title}, ${names.metric(metric)}`}
      note={
        positions.length > mostRows
          ? words('firstRows', {
              shown: formats.count(mostRows),
              total: formats.count(positions.length),
            })
          : undefined
      }
    >
      <thead>
        <tr>
          <th scope="col" className="number">
            {xTitle}
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
              {xText(x)}
            </th>
            {columns.map((column) => (
              <td key={column.id} className="number">
                {column.at.has(x) ? formats.metric(metric, column.at.get(x)) : absent}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </TableScroll>
  );
}

/** A table that scrolls by itself, from the keyboard too. */
export function TableScroll({
  label,
  note,
  children,
}: {
  label: string;
  note?: string | undefined;
  children: ReactNode;
}) {
  return (
    <ScrollX className={styles['tableScroll']} label={label}>
      <table>{children}</table>
      {note ? <p className="small soft">{note}</p> : null}
    </ScrollX>
  );
}

/** The name of a row, a button where rows can be picked: what a click in the picture does, by keyboard. */
export function RowName({ label, onPick }: { label: string; onPick?: (() => void) | undefined }) {
  return (
    <th scope="row" translate="no">
      {onPick ? (
        <button type="button" className="quiet" onClick={onPick}>
          {label}
        </button>
      ) : (
        label
      )}
    </th>
  );
}
