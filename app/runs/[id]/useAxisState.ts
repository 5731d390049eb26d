'use client';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { Smoothing } from '@/lib/series/smooth';
import type { AxisChoice, XAxis } from '../../charts/series';
import { amountFor, curvesParsers } from '../../sweeps/[id]/curves/curvesState';

/** Axes, smoothing and zoom of a run's curves, under the names that a sweep's curves give them in the address. */
export function useAxisState(defaultAxis: XAxis) {
  const { axis, logx, logy, smooth, amount, zoom } = curvesParsers;
  const [state, set] = useQueryStates(
    { axis: axis.withDefault(defaultAxis), logx, logy, smooth, amount, zoom },
    { history: 'push' },
  );
  const axes = useMemo<AxisChoice>(
    () => ({ x: state.axis, logX: state.logx, logY: state.logy }),
    [state.axis, state.logx, state.logy],
  );
  const smoothing = useMemo<Smoothing>(
    () => ({ kind: state.smooth, amount: amountFor(state.smooth, state.amount) }),
    [state.smooth, state.amount],
  );
  return {
    axes,
    smoothing,
    zoom: state.zoom,
    setAxes: (next: AxisChoice) =>
      void set({
        axis: next.x,
        logx: next.logX ?? false,
        logy: next.logY,
        // A range of one axis means nothing on another.
        ...(next.x === axes.x ? {} : { zoom: null }),
      }),
    setSmoothing: ({ kind, amount: strength }: Smoothing, isSliding: boolean) =>
      void set(
        { smooth: kind, amount: kind === 'none' ? null : strength },
        isSliding ? { history: 'replace', throttleMs: 100 } : {},
      ),
    setZoom: (range: [number, number] | undefined) => void set({ zoom: range ?? null }),
  };
}

export type AxisState = ReturnType<typeof useAxisState>;
