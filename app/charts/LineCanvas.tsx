'use client';
import { Chart as ChartJs, LinearScale, LineElement, LogarithmicScale, PointElement } from 'chart.js';
import annotationPlugin from 'chartjs-plugin-annotation';
import zoomPlugin from 'chartjs-plugin-zoom';
import { type PointerEvent, useCallback, useEffect, useMemo, useRef } from 'react';
import { Line } from 'react-chartjs-2';
import styles from './charts.module.css';
import type { Cell, Crosshair } from './crosshair';
import { labelRoom } from './directLabels';
import { lineData, lineOptions } from './lineConfig';
import type { LineFrame, LineScene } from './lineScene';
import { drawOverlay, fitOverlay } from './overlay';
import { type Reading, readingAt } from './reading';
import { scenePlugin } from './scenePlugin';
import { nearestPosition, type Point, type Series } from './series';
import { useStableSeries } from './useStableSeries';
import { type Range, zoomOptions } from './zoom';

// Only what is drawn is registered.
ChartJs.register(LinearScale, LogarithmicScale, LineElement, PointElement, annotationPlugin);
ChartJs.defaults.animation = false;

const mostPixelRatio = 2;
/** A pointer that moved less between down and up, in px, clicked; more is a drag that zooms. */
const clickReach = 4;

export interface LineCanvasProps {
  frame: LineFrame;
  series: readonly Series[];
  /** Said by screen readers in place of the picture. */
  description: string;
  goal: 'minimize' | 'maximize' | 'none';
  crosshair: Crosshair;
  positions: readonly number[];
  /** Told what is read at the crosshair. */
  reading: Cell<Reading | undefined>;
  zoom?: Range | undefined;
  onZoom?: ((range: Range | undefined) => void) | undefined;
  onPick?: ((seriesId: string) => void) | undefined;
}

/** The picture of a ChartPanel: chart.js draws the lines, a layer above it what changes while a person points. */
export function LineCanvas(props: LineCanvasProps) {
  const { frame, crosshair, onZoom } = props;
  const chart = useRef<ChartJs<'line', Point[]> | null>(null);
  const layer = useRef<HTMLCanvasElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const drawn = useStableSeries(props.series);
  const scene = useRef<LineScene>({ ...frame, series: drawn });
  scene.current = { ...frame, series: drawn };
  const fullX = useRef<Range | undefined>(undefined);
  if (props.zoom === undefined) fullX.current = frame.extent.x;
  const { pointerY, refresh, schedule } = usePointing(chart, layer, latest, scene);

  const plugins = useMemo(
    () => [scenePlugin(() => scene.current), zoomPlugin, { id: 'heldoutOverlay', afterDraw: refresh }],
    [refresh],
  );
  const data = useMemo(() => lineData(drawn, frame.theme, false), [drawn, frame.theme]);
  const isZoomable = onZoom !== undefined;
  const options = useMemo(() => {
    const base = lineOptions(frame, (shown) => ({
      top: 6,
      right: Math.max(10, labelRoom(shown, scene.current)),
      bottom: 0,
      left: 0,
    }));
    const zoom = zoomOptions(
      isZoomable,
      frame.theme,
      () => fullX.current,
      (range) => latest.current.onZoom?.(range),
    );
    return {
      ...base,
      devicePixelRatio: Math.min(window.devicePixelRatio, mostPixelRatio),
      plugins: { ...base.plugins, zoom },
    };
  }, [frame, isZoomable]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: emphasis is drawn above the lines whenever it changes
  useEffect(schedule, [props.series, schedule]);
  useEffect(() => crosshair.subscribe(schedule), [crosshair, schedule]);

  const downAt = useRef<{ x: number; y: number } | undefined>(undefined);
  const follow = (event: PointerEvent<HTMLDivElement>) => {
    const xScale = chart.current?.scales['x'];
    if (!xScale) return;
    const down = downAt.current;
    if (isZoomable && down && event.buttons > 0 && Math.abs(event.clientX - down.x) >= clickReach) {
      // While a range is dragged, what is read would hide it.
      crosshair.set(undefined);
      return;
    }
    const box = event.currentTarget.getBoundingClientRect();
    const pixel = event.clientX - box.left;
    pointerY.current = event.clientY - box.top;
    const value = xScale.getValueForPixel(Math.min(xScale.right, Math.max(xScale.left, pixel)));
    crosshair.set(value === undefined ? undefined : nearestPosition(props.positions, value));
    schedule();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: CrosshairSlider and the panel's menu are the same by keyboard
    <div
      className={styles['plot']}
      data-pick={props.onPick ? true : undefined}
      data-zoom={isZoomable || undefined}
      onPointerMove={follow}
      onPointerDown={(event) => {
        downAt.current = { x: event.clientX, y: event.clientY };
        follow(event);
      }}
      onPointerUp={(event) => {
        const down = downAt.current;
        downAt.current = undefined;
        const nearest = props.reading.get()?.nearest;
        if (!down || nearest === undefined) return;
        if (Math.hypot(event.clientX - down.x, event.clientY - down.y) < clickReach) props.onPick?.(nearest);
      }}
      onPointerLeave={(event) => {
        // A finger that is lifted leaves what it pointed at to be read.
        if (event.pointerType === 'touch') return;
        pointerY.current = undefined;
        crosshair.set(undefined);
      }}
      onDoubleClick={() => onZoom?.(undefined)}
    >
      <Line
        ref={chart}
        data={data}
        options={options}
        plugins={plugins}
        datasetIdKey="id"
        updateMode="none"
        aria-label={props.description}
      />
      <span aria-hidden="true">
        <canvas ref={layer} className={styles['overlay']} />
      </span>
    </div>
  );
}

/** Reads the lines at the crosshair and draws the layer above them, at most once a frame. */
function usePointing(
  chart: { current: ChartJs<'line', Point[]> | null },
  layer: { current: HTMLCanvasElement | null },
  latest: { current: LineCanvasProps },
  scene: { current: LineScene },
) {
  const pointerY = useRef<number | undefined>(undefined);
  const pending = useRef(0);
  const refresh = useCallback(() => {
    const { crosshair, reading, series, goal } = latest.current;
    const [shown, above] = [chart.current, layer.current];
    const yScale = shown?.scales['y'];
    if (!shown || !above || !yScale) return;
    const x = crosshair.get();
    const y = pointerY.current;
    const distance =
      y === undefined ? undefined : (value: number) => Math.abs(yScale.getPixelForValue(value) - y);
    reading.set(
      x === undefined ? undefined : readingAt(series, x, { range: scene.current.extent.x, distance, goal }),
    );
    fitOverlay(above, shown);
    drawOverlay(above, shown, scene.current, series, reading.get());
  }, [chart, layer, latest, scene]);
  const schedule = useCallback(() => {
    if (pending.current !== 0) return;
    pending.current = requestAnimationFrame(() => {
      pending.current = 0;
      refresh();
    });
  }, [refresh]);
  useEffect(
    () => () => {
      cancelAnimationFrame(pending.current);
      // Or a component that React mounts twice would wait for it for ever.
      pending.current = 0;
    },
    [],
  );
  return { pointerY, refresh, schedule };
}
