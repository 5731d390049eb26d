import type { ChartOptions } from 'chart.js';
// Adds its options to chart.js' own.
import type {} from 'chartjs-plugin-zoom';
import { type ChartTheme, withAlpha } from './theme';

/** Options of the zoom plugin, as chart.js knows them. */
type ZoomPluginOptions = NonNullable<NonNullable<ChartOptions<'line'>['plugins']>['zoom']>;

/** A shown part of the x axis, in its own unit. */
export type Range = readonly [number, number];

const dragThresholdPx = 6;

/** Zooming by a drag, or by the wheel with Ctrl held; only along x, for y follows what is seen. */
export function zoomOptions(
  isEnabled: boolean,
  theme: ChartTheme,
  full: () => Range | undefined,
  onRange: (range: Range | undefined) => void,
): ZoomPluginOptions {
  return {
    zoom: {
      mode: 'x',
      drag: {
        enabled: isEnabled,
        threshold: dragThresholdPx,
        backgroundColor: withAlpha(theme.accent, 0.12),
        borderColor: theme.accent,
        borderWidth: 1,
      },
      wheel: { enabled: isEnabled, modifierKey: 'ctrl' },
      onZoomComplete: ({ chart }) => {
        const scale = chart.scales['x'];
        if (scale) onRange(withinFull([scale.min, scale.max], full()));
      },
    },
  };
}

/** The range cut to what there is; undefined where that is all. */
export function withinFull(range: Range, full: Range | undefined): Range | undefined {
  if (!full) return range;
  const slack = (full[1] - full[0]) / 200;
  if (range[0] <= full[0] + slack && range[1] >= full[1] - slack) return undefined;
  return [Math.max(range[0], full[0]), Math.min(range[1], full[1])];
}

/** Half of what is shown, around a place in it. On a log axis, half of its decades. */
export function zoomedIn(shown: Range, around: number | undefined, isLog: boolean): Range {
  return scaled(shown, around, 0.5, isLog);
}

/** Twice of what is shown; undefined where that is all, or where it is not known what all is. */
export function zoomedOut(shown: Range, full: Range | undefined, isLog: boolean): Range | undefined {
  return full && withinFull(scaled(shown, undefined, 2, isLog), full);
}

function scaled([from, to]: Range, around: number | undefined, factor: number, isLog: boolean): Range {
  const place = (x: number) => (isLog ? Math.log10(x) : x);
  const back = (at: number) => (isLog ? 10 ** at : at);
  const [low, high] = [place(from), place(to)];
  const centre = around === undefined || around < from || around > to ? (low + high) / 2 : place(around);
  const half = ((high - low) * factor) / 2;
  // Zooming in must not slide beyond what was seen.
  const start = factor < 1 ? Math.min(high - 2 * half, Math.max(low, centre - half)) : centre - half;
  return [back(start), back(start + 2 * half)];
}
