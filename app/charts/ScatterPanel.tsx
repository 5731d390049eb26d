'use client';
import dynamic from 'next/dynamic';
import { useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { toCsv } from '@/lib/export/csv';
import { type AxisSpec, axisText, isCategorical } from './axisSpec';
import { AsTable, RowName, TableScroll } from './ChartTable';
import styles from './charts.module.css';
import { PanelMenu } from './PanelMenu';
import { fileName, saveText } from './saveFile';
import { type ScatterPoint, type ScatterScene, shownPoints } from './scatter';
import { useChartTheme } from './theme';

const ScatterCanvas = dynamic(() => import('./ScatterCanvas').then((module) => module.ScatterCanvas), {
  ssr: false,
  loading: () => <div className={styles['plot']} />,
});

export interface ScatterPanelProps {
  title: string;
  points: readonly ScatterPoint[];
  x: AxisSpec;
  y: AxisSpec;
  onPick?: ((id: string) => void) | undefined;
  highlighted?: string | undefined;
}

/** One thing against another, a mark a run: pointing names it, the table lists all. */
export function ScatterPanel({ title, points, x, y, onPick, highlighted }: ScatterPanelProps) {
  const words = useTranslations('charts');
  const theme = useChartTheme();
  const panel = useRef<HTMLElement>(null);
  const [pointed, setPointed] = useState<ScatterPoint | undefined>(undefined);
  const shown = useMemo(() => shownPoints(points, x, y), [points, x, y]);
  const scene = useMemo(
    (): ScatterScene | undefined => theme && { points: shown, x, y, theme },
    [theme, shown, x, y],
  );
  const leftOut = points.length - shown.length;
  const rows = shown.map((point) => ({ ...point, xText: x.format(point.x), yText: y.format(point.y) }));
  const csv = () => {
    const value = (axis: AxisSpec, at: number) => (isCategorical(axis) ? axis.format(at) : at);
    return toCsv(
      [
        { key: 'run', label: words('scatter.run') },
        { key: 'x', label: axisText(x) },
        { key: 'y', label: axisText(y) },
      ],
      shown.map((point) => ({ run: point.label, x: value(x, point.x), y: value(y, point.y) })),
    );
  };
  const save = async (kind: 'png' | 'svg') => {
    if (!scene) return;
    const { saveScatter } = await import('./saveScatter');
    await saveScatter(kind, title, scene, panel.current?.clientWidth ?? 0);
  };
  return (
    <figure ref={panel} className={styles['panel']}>
      <figcaption className={styles['caption']}>
        <h3 className={styles['titles']}>{title}</h3>
        <span className={styles['tools']}>
          <PanelMenu
            label={words('menuSave', { title })}
            disabled={!scene || shown.length === 0}
            onPng={() => save('png')}
            onSvg={() => save('svg')}
            onCsv={() => saveText(csv(), fileName(title, 'csv'), 'text/csv')}
          />
        </span>
      </figcaption>
      {shown.length === 0 ? (
        <p className={styles['empty']}>{words('scatter.none')}</p>
      ) : scene ? (
        <div className={styles['frame']}>
          <ScatterCanvas
            scene={scene}
            description={words('scatter.summary', { title, count: shown.length, x: x.label, y: y.label })}
            highlighted={highlighted}
            pointed={pointed}
            onPoint={setPointed}
            onPick={onPick}
          />
        </div>
      ) : (
        <div className={styles['plot']} />
      )}
      <div className={styles['footer']}>
        <span className={styles['reading']} translate="no">
          {pointed ? (
            <>
              <b>{pointed.label}</b> · {x.label} {x.format(pointed.x)} · {y.label} {y.format(pointed.y)}
            </>
          ) : leftOut > 0 ? (
            <span className="soft">{words('scatter.leftOut', { count: leftOut })}</span>
          ) : null}
        </span>
        <AsTable>
          {() => (
            <TableScroll label={title}>
              <thead>
                <tr>
                  <th scope="col">{words('scatter.run')}</th>
                  <th scope="col" className="number">
                    {axisText(x)}
                  </th>
                  <th scope="col" className="number">
                    {axisText(y)}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.id}>
                    <RowName label={row.label} onPick={onPick && (() => onPick(row.id))} />
                    <td className="number">{row.xText}</td>
                    <td className="number">{row.yText}</td>
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
