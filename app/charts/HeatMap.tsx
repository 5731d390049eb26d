'use client';
import { type PointerEvent, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { toCsv } from '@/lib/export/csv';
import { useFormats } from '../format/useFormats';
import { AsTable, TableScroll } from './ChartTable';
import styles from './charts.module.css';
import { Drawing } from './Drawing';
import { cellAt, compactHeatLayout, drawHeat, type HeatCell, type HeatGrid, heatLayout } from './heat';
import { PanelMenu } from './PanelMenu';
import { saveDrawing } from './saveDrawing';
import { fileName, saveText } from './saveFile';
import { useChartTheme } from './theme';
import { useWidth } from './useWidth';

export interface HeatMapProps extends HeatGrid {
  title: string;
  /** Small multiples: no labels, no tools. */
  compact?: boolean | undefined;
}

/** A matrix as colours of one hue: pointing reads a cell, the table reads all of them. */
export function HeatMap(props: HeatMapProps) {
  const { title, compact = false, rowTitle, columnTitle, rows, columns, values, domain, format } = props;
  const words = useTranslations('charts');
  const formats = useFormats();
  const theme = useChartTheme();
  const place = useRef<HTMLDivElement>(null);
  const room = useWidth(place);
  const [at, setAt] = useState<HeatCell | undefined>(undefined);
  const grid = useMemo(
    (): HeatGrid => ({ rowTitle, columnTitle, rows, columns, values, domain, format }),
    [rowTitle, columnTitle, rows, columns, values, domain, format],
  );
  const layout = useMemo(() => {
    if (!theme || room === 0) return undefined;
    return compact ? compactHeatLayout(grid, room) : heatLayout(grid, room, theme);
  }, [compact, grid, room, theme]);
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      if (layout && theme) drawHeat(context, grid, layout, theme, at);
    },
    [grid, layout, theme, at],
  );
  const follow = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.querySelector('canvas')?.getBoundingClientRect();
    const next = box && layout && cellAt(grid, layout, event.clientX - box.left, event.clientY - box.top);
    if (next?.row !== at?.row || next?.column !== at?.column) setAt(next);
  };
  const write = (value: number | undefined) =>
    value !== undefined && Number.isFinite(value) ? format(value) : words('heat.noValue');
  const highest = highestCell(values);
  const description = highest
    ? words('heat.summary', {
        title,
        rows: formats.count(rows.length),
        columns: formats.count(columns.length),
        rowTitle,
        columnTitle,
        row: rows[highest.row] ?? '',
        column: columns[highest.column] ?? '',
        value: write(values[highest.row]?.[highest.column]),
      })
    : words('heat.empty', { title });
  const picture = layout ? (
    <Drawing description={description} width={layout.width} height={layout.height} draw={draw} />
  ) : null;
  if (compact) {
    return (
      <div ref={place} className={styles['compactHeat']}>
        {picture}
      </div>
    );
  }
  const save = async (kind: 'png' | 'svg') => {
    if (!layout || !theme) return;
    await saveDrawing(
      kind,
      { title, theme },
      {
        width: layout.width,
        height: layout.height,
        draw: (context) => drawHeat(context, grid, layout, theme),
      },
    );
  };
  return (
    <figure className={styles['panel']}>
      <figcaption className={styles['caption']}>
        <h3 className={styles['titles']}>{title}</h3>
        <span className={styles['tools']}>
          <PanelMenu
            label={words('menuSave', { title })}
            disabled={!layout}
            onPng={() => save('png')}
            onSvg={() => save('svg')}
            onCsv={() => saveText(heatCsv(grid), fileName(title, 'csv'), 'text/csv')}
          />
        </span>
      </figcaption>
      <div
        ref={place}
        className={styles['scrolled']}
        onPointerMove={follow}
        onPointerDown={follow}
        onPointerLeave={() => setAt(undefined)}
      >
        {picture}
      </div>
      <div className={styles['footer']}>
        <span className={styles['reading']} translate="no">
          {at ? (
            <>
              {words('heat.reading', { row: rows[at.row] ?? '', column: columns[at.column] ?? '' })}{' '}
              <b>{write(values[at.row]?.[at.column])}</b>
            </>
          ) : null}
        </span>
        <AsTable>
          {() => (
            <TableScroll label={title}>
              <thead>
                <tr>
                  <th scope="col">
                    {rowTitle} ↓ {columnTitle} →
                  </th>
                  {columns.map((column, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a token may come twice; a column is its place
                    <th key={index} scope="col" className="number" translate="no">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, rowIndex) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a token may come twice; a row is its place
                  <tr key={rowIndex}>
                    <th scope="row" translate="no">
                      {row}
                    </th>
                    {columns.map((_, index) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column's place
                      <td key={index} className="number">
                        {write(values[rowIndex]?.[index])}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </TableScroll>
          )}
        </AsTable>
      </div>
    </figure>
  );
}

function highestCell(values: HeatGrid['values']): HeatCell | undefined {
  let highest: (HeatCell & { value: number }) | undefined;
  values.forEach((cells, row) => {
    cells.forEach((value, column) => {
      if (Number.isFinite(value) && (!highest || value > highest.value)) highest = { row, column, value };
    });
  });
  return highest;
}

/** A cell a line: names of columns need not differ. */
function heatCsv({ rowTitle, columnTitle, rows, columns, values }: HeatGrid): string {
  return toCsv(
    [
      { key: 'row', label: rowTitle },
      { key: 'column', label: columnTitle },
      { key: 'value', label: 'value' },
    ],
    values.flatMap((cells, row) =>
      cells.map((value, column) => ({ row: rows[row] ?? '', column: columns[column] ?? '', value })),
    ),
  );
}
