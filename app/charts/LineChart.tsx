'use client';
import {
  type ChartData,
  Chart as ChartJs,
  type ChartOptions,
  LinearScale,
  LineElement,
  LogarithmicScale,
  PointElement,
} from 'chart.js';
import { useEffect, useMemo, useRef } from 'react';
import { Line } from 'react-chartjs-2';
import { formatGeneral } from '../format/numbers';
import styles from './charts.module.css';
import type { Crosshair } from './crosshair';
import { dashPatterns } from './palette';
import { labelRoom, type Scene, scenePlugin } from './plugins';
import type { Extent, Point, Series, XAxis } from './series';
import { type ChartTheme, useChartTheme } from './theme';

// The one module that imports chart.js; only what is drawn is registered.
ChartJs.register(LinearScale, LogarithmicScale, LineElement, PointElement);
ChartJs.defaults.animation = false;

export interface LineChartProps {
  series: readonly Series[];
  extent: Extent;
  xAxis: XAxis;
  logY: boolean;
  unit: string;
  /** Said by screen readers in place of the picture. */
  description: string;
  /** How the y axis writes its ticks. */
  formatTick: (value: number) => string;
  crosshair: Crosshair;
  positions: readonly number[];
  directLabels?: boolean;
  onCanvas?: (canvas: HTMLCanvasElement | null) => void;
}

/** Lines over steps or epochs, on axes given from outside so that several charts can share them. */
export function LineChart(props: LineChartProps) {
  const theme = useChartTheme();
  return (
    <div className={styles['plot']}>
      {theme ? <ThemedChart key={theme.page} {...props} theme={theme} /> : null}
    </div>
  );
}

function ThemedChart({ theme, ...props }: LineChartProps & { theme: ChartTheme }) {
  const { series, crosshair, positions, directLabels = false, onCanvas } = props;
  const chart = useRef<ChartJs<'line', Point[]> | null>(null);
  const scene = useRef<Scene>({ series, theme, crosshair, positions, directLabels });
  scene.current = { series, theme, crosshair, positions, directLabels };

  const plugins = useMemo(() => [scenePlugin(() => scene.current)], []);
  const data = useMemo(() => datasetsOf(series, theme), [series, theme]);
  const options = useMemo(
    () =>
      optionsOf(props.extent, props.xAxis, props.logY, props.unit, props.formatTick, theme, (drawn) =>
        labelRoom(drawn, scene.current),
      ),
    [props.extent, props.xAxis, props.logY, props.unit, props.formatTick, theme],
  );

  useEffect(() => {
    let frame = 0;
    const stop = crosshair.subscribe(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => chart.current?.draw());
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [crosshair]);

  useEffect(() => {
    onCanvas?.(chart.current?.canvas ?? null);
    return () => onCanvas?.(null);
  }, [onCanvas]);

  return (
    <Line
      ref={chart}
      data={data}
      options={options}
      plugins={plugins}
      datasetIdKey="id"
      updateMode="none"
      aria-label={props.description}
    />
  );
}

/** About this many points of a line carry its marker, so that markers tell lines apart without covering them. */
const markersPerLine = 8;
/** A line of so few points shows each of them: what lies between was not measured. */
const sparsePoints = 12;

function datasetsOf(series: readonly Series[], theme: ChartTheme): ChartData<'line', Point[]> {
  return {
    datasets: series.map((line) => {
      const hue = theme.hues[line.look.hue] ?? theme.ink;
      const isSparse = line.points.length <= sparsePoints;
      const every = Math.max(1, Math.ceil(line.points.length / markersPerLine));
      return {
        // chart.js keeps the point options of a dataset that it knows: a line that stops being sparse is a new one to it.
        id: isSparse ? `${line.id} sparse` : line.id,
        label: line.label,
        data: line.points,
        clip: 6,
        borderColor: hue,
        backgroundColor: hue,
        borderWidth: 1.5,
        borderDash: dashPatterns[line.dash],
        pointStyle: line.look.marker === 'none' ? 'circle' : line.look.marker,
        pointRadius:
          line.look.marker === 'none'
            ? isSparse
              ? 2
              : 0
            : line.points.map((_, index) => (index % every === 0 ? 3.5 : 0)),
        pointHoverRadius: 0,
        pointHitRadius: 0,
      };
    }),
  };
}

function optionsOf(
  extent: Extent,
  xAxis: XAxis,
  logY: boolean,
  unit: string,
  formatTick: (value: number) => string,
  theme: ChartTheme,
  room: (chart: ChartJs) => number,
): ChartOptions<'line'> {
  const font = { family: theme.font, size: 11 };
  const ticks = { color: theme.inkSoft, font, maxRotation: 0, padding: 4 };
  const grid = { color: theme.grid, drawTicks: false };
  const title = (text: string) => ({ display: text !== '', text, color: theme.inkSoft, font, padding: 2 });
  return {
    animation: false,
    parsing: false,
    normalized: true,
    responsive: true,
    maintainAspectRatio: false,
    spanGaps: true,
    events: ['mousemove', 'mouseout', 'touchstart', 'touchmove'],
    interaction: { mode: 'nearest', intersect: true },
    layout: { padding: ({ chart }) => ({ top: 6, right: Math.max(10, room(chart)), bottom: 0, left: 0 }) },
    scales: {
      x: {
        type: 'linear',
        min: extent.x[0],
        max: extent.x[1],
        ticks: {
          ...ticks,
          includeBounds: false,
          maxTicksLimit: 7,
          ...(xAxis === 'epoch' ? { precision: 0 } : {}),
          callback: (value) => formatGeneral(Number(value)),
        },
        grid: { ...grid, display: false },
        border: { color: theme.line },
        title: title(xAxis),
      },
      y: {
        type: logY ? 'logarithmic' : 'linear',
        min: extent.y[0],
        max: extent.y[1],
        ticks: {
          ...ticks,
          maxTicksLimit: 6,
          callback: (value) => (logY && !isRound(Number(value)) ? null : formatTick(Number(value))),
        },
        grid,
        border: { display: false },
        title: title(unit),
      },
    },
  };
}

/** 1, 2 and 5 times powers of ten: the labels that fit a log axis. */
function isRound(value: number): boolean {
  const mantissa = Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9));
  return mantissa === 1 || mantissa === 2 || mantissa === 5;
}
