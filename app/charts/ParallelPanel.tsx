'use client';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { toCsv } from '@/lib/export/csv';
import { AsTable, RowName, TableScroll } from './ChartTable';
import styles from './charts.module.css';
import { Drawing } from './Drawing';
import { PanelMenu } from './PanelMenu';
import { ParallelRangeSliders } from './ParallelRangeSliders';
import type { ParallelAxis, ParallelLine, ParallelRanges, ParallelValue } from './parallel';
import { drawParallel, type ParallelScene } from './parallelDraw';
import { parallelLayout } from './parallelLayout';
import { saveDrawing } from './saveDrawing';
import { fileName, saveText } from './saveFile';
import { useChartTheme } from './theme';
import { useBrush } from './useBrush';
import { useWidth } from './useWidth';

export interface ParallelPanelProps {
  title: string;
  axes: readonly ParallelAxis[];
  lines: readonly ParallelLine[];
  ranges: ParallelRanges;
  onRanges: (ranges: Record<string, [number, number]>) => void;
  /** Key of the axis whose value colours the lines; without it, each line's look. */
  colourBy?: string | undefined;
  highlighted?: string | undefined;
  onPick?: ((id: string) => void) | undefined;
}

const none: ReadonlySet<string> = new Set();

/** Parallel coordinates: a line a run over axes that stand side by side; a drag along an axis keeps a part of it. */
export function ParallelPanel(props: ParallelPanelProps) {
  const { title, axes, lines, ranges, onRanges, colourBy, highlighted, onPick } = props;
  const words = useTranslations('charts');
  const theme = useChartTheme();
  const place = useRef<HTMLDivElement>(null);
  const room = useWidth(place);
  const [pointed, setPointed] = useState<ParallelLine | undefined>(undefined);
  const layout = useMemo(
    () => (room > 0 ? parallelLayout(axes, lines, room) : undefined),
    [axes, lines, room],
  );
  const setRange = (key: string, range: [number, number] | undefined) => {
    const others = Object.entries(ranges).filter(([other]) => other !== key);
    const kept = others.map(([other, [low, high]]): [string, [number, number]] => [other, [low, high]]);
    onRanges(Object.fromEntries(range ? [...kept, [key, range]] : kept));
  };
  const { draft, handlers } = useBrush({ layout, ranges, onRange: setRange, onPoint: setPointed, onPick });
  const missing = words('parallel.missing');
  const scene = useMemo((): ParallelScene | undefined => {
    if (!layout || !theme) return undefined;
    const strong = new Set([highlighted, pointed?.id].flatMap((id) => id ?? []));
    return { layout, theme, ranges: draft ?? ranges, colourBy, missing, strong };
  }, [layout, theme, draft, ranges, colourBy, missing, highlighted, pointed]);
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      if (scene) drawParallel(context, scene);
    },
    [scene],
  );
  const save = async (kind: 'png' | 'svg') => {
    if (!scene) return;
    const { width, height } = scene.layout;
    await saveDrawing(
      kind,
      { title, theme: scene.theme },
      { width, height, draw: (context) => drawParallel(context, { ...scene, strong: none }) },
    );
  };
  const write = (value: ParallelValue, axis: ParallelAxis) =>
    value === undefined ? missing : typeof value === 'number' ? axis.format(value) : value;
  const description = words('parallel.summary', {
    title,
    count: lines.length,
    axes: axes.map((axis) => axis.label).join(', '),
  });
  return (
    <figure className={styles['panel']}>
      <figcaption className={styles['caption']}>
        <h3 className={styles['titles']}>{title}</h3>
        <span className={styles['tools']}>
          <PanelMenu
            label={words('menuSave', { title })}
            disabled={!scene}
            onPng={() => save('png')}
            onSvg={() => save('svg')}
            onCsv={() =>
              saveText(parallelCsv(axes, lines, words('parallel.run')), fileName(title, 'csv'), 'text/csv')
            }
          />
        </span>
      </figcaption>
      {lines.length === 0 || axes.length === 0 ? (
        <p className={styles['empty']}>{words('parallel.none')}</p>
      ) : null}
      <section
        ref={place}
        className={styles['scrolled']}
        data-brush={true}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={title}
        {...handlers}
      >
        {scene && lines.length > 0 && axes.length > 0 ? (
          <Drawing
            description={description}
            width={scene.layout.width}
            height={scene.layout.height}
            draw={draw}
          />
        ) : null}
      </section>
      <div className={styles['footer']}>
        <span className={styles['reading']}>
          {pointed ? (
            <span translate="no">
              <b>{pointed.label}</b>
              {axes.map((axis, index) => ` · ${axis.label} ${write(pointed.values[index], axis)}`)}
            </span>
          ) : (
            <span className="soft">{words('parallel.hint')}</span>
          )}
        </span>
        {layout ? <ParallelRangeSliders axes={layout.axes} ranges={ranges} onRange={setRange} /> : null}
        <AsTable>
          {() => (
            <TableScroll label={title}>
              <thead>
                <tr>
                  <th scope="col">{words('parallel.run')}</th>
                  {axes.map((axis) => (
                    <th key={axis.key} scope="col" className="number">
                      {axis.label}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => (
                  <tr key={line.id}>
                    <RowName label={line.label} onPick={onPick && (() => onPick(line.id))} />
                    {axes.map((axis, index) => (
                      <td key={axis.key} className="number">
                        {write(line.values[index], axis)}
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

function parallelCsv(axes: readonly ParallelAxis[], lines: readonly ParallelLine[], run: string): string {
  return toCsv(
    [{ key: 'run', label: run }, ...axes.map((axis, index) => ({ key: String(index), label: axis.label }))],
    lines.map((line) => ({
      ...Object.fromEntries(axes.map((_, index) => [String(index), line.values[index] ?? null])),
      run: line.label,
    })),
  );
}
