'use client';
import { Chart as ChartJs, LinearScale, LogarithmicScale, PointElement, ScatterController } from 'chart.js';
import { type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { Scatter } from 'react-chartjs-2';
import styles from './charts.module.css';
import { fitOverlay } from './overlay';
import { pointNear, type ScatterPoint, type ScatterScene } from './scatter';
import { placeOn, pointsPlugin, scatterOptions } from './scatterConfig';

ChartJs.register(LinearScale, LogarithmicScale, PointElement, ScatterController);

const mostPixelRatio = 2;
/** A pointer this near to a point, in px, points at it. */
const reach = 24;

interface ScatterCanvasProps {
  scene: ScatterScene;
  description: string;
  highlighted: string | undefined;
  pointed: ScatterPoint | undefined;
  onPoint: (point: ScatterPoint | undefined) => void;
  onPick: ((id: string) => void) | undefined;
}

/** The picture of a ScatterPanel: chart.js draws the axes, a layer above what is pointed at or chosen. */
export function ScatterCanvas({
  scene,
  description,
  highlighted,
  pointed,
  onPoint,
  onPick,
}: ScatterCanvasProps) {
  const chart = useRef<ChartJs<'scatter', never[]> | null>(null);
  const layer = useRef<HTMLCanvasElement>(null);
  const latest = useRef(scene);
  latest.current = scene;
  const drawRings = useRef<() => void>(() => undefined);
  drawRings.current = () => {
    const [shown, above] = [chart.current, layer.current];
    if (!shown || !above) return;
    fitOverlay(above, shown);
    const chosen = scene.points.find(({ id }) => id === highlighted);
    drawLayer(above, shown, scene, chosen, pointed);
  };
  useEffect(() => drawRings.current());
  const options = useMemo(
    () => ({
      ...scatterOptions(scene, { top: 8, right: 12, bottom: 0, left: 0 }),
      devicePixelRatio: Math.min(window.devicePixelRatio, mostPixelRatio),
    }),
    [scene],
  );
  const plugins = useMemo(
    () => [
      pointsPlugin(() => latest.current),
      { id: 'heldoutOverlay', afterDraw: () => drawRings.current() },
    ],
    [],
  );
  const nearTo = (event: PointerEvent<HTMLDivElement>) => {
    const shown = chart.current;
    if (!shown) return undefined;
    const box = event.currentTarget.getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    return pointNear(scene.points, at, (point) => placeOn(shown, point), reach);
  };
  return (
    <div
      className={styles['plot']}
      data-pick={(onPick && pointed) || undefined}
      onPointerMove={(event) => onPoint(nearTo(event))}
      onPointerLeave={() => onPoint(undefined)}
      onPointerUp={(event) => {
        const near = nearTo(event);
        if (near && event.button === 0) onPick?.(near.id);
      }}
    >
      <Scatter
        ref={chart}
        data={noData}
        options={options}
        plugins={plugins}
        updateMode="none"
        aria-label={description}
      />
      <span aria-hidden="true">
        <canvas ref={layer} className={styles['overlay']} />
      </span>
    </div>
  );
}

const noData = { datasets: [] };

/** A ring around the chosen point, and one around what is pointed at with its way to both axes. */
function drawLayer(
  layer: HTMLCanvasElement,
  chart: ChartJs,
  { theme }: ScatterScene,
  chosen: ScatterPoint | undefined,
  pointed: ScatterPoint | undefined,
): void {
  const context = layer.getContext('2d');
  if (!context) return;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, layer.width, layer.height);
  const ratio = chart.currentDevicePixelRatio;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.strokeStyle = theme.line;
  if (pointed) {
    const { x, y } = placeOn(chart, pointed);
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x, chart.chartArea.bottom);
    context.moveTo(x, y);
    context.lineTo(chart.chartArea.left, y);
    context.stroke();
    context.setLineDash([]);
  }
  context.strokeStyle = theme.ink;
  context.lineWidth = 2;
  for (const point of [chosen, pointed]) {
    if (!point) continue;
    const { x, y } = placeOn(chart, point);
    context.beginPath();
    context.arc(x, y, point === chosen ? 9 : 8, 0, 2 * Math.PI);
    context.stroke();
  }
}
