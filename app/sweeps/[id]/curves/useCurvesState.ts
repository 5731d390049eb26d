'use client';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { Smoothing } from '@/lib/series/smooth';
import type { AxisChoice } from '../../../charts/series';
import { useSweep } from '../SweepProvider';
import { amountFor, curvesParsers, type LineKind, shownQuantities } from './curvesState';

/** From this many runs on, seeds are drawn as their variant's mean, unless a person chooses. */
const manyRuns = 14;
/** With two seeds, Student's t makes a 95 % interval 13 standard errors wide: it would hide the curves. */
const fewestForInterval = 3;

type Changes = Parameters<ReturnType<typeof useQueryStates<typeof curvesParsers>>[1]>[0];

/** What is selected in the curves, with what holds where nothing was chosen. */
export function useCurvesState() {
  const { sweep, runs, spec } = useSweep().detail;
  const [state, set] = useQueryStates(curvesParsers, { history: 'push' });
  const isMany = runs.length > manyRuns && spec.seeds.length > 1;
  const axes = useMemo<AxisChoice>(
    () => ({ x: state.axis, logY: state.logy, logX: state.logx }),
    [state.axis, state.logy, state.logx],
  );
  const smoothing = useMemo<Smoothing>(
    () => ({ kind: state.smooth, amount: amountFor(state.smooth, state.amount) }),
    [state.smooth, state.amount],
  );
  const defaultLines: LineKind = !isMany ? 'seeds' : spec.seeds.length < fewestForInterval ? 'range' : 'mean';
  const factor = (key: string | null) => (key !== null && sweep.factors.includes(key) ? key : undefined);
  const rows = factor(state.fr);
  const columns = factor(state.fc);
  return {
    quantities: useMemo(() => shownQuantities(state.show), [state.show]),
    splits: state.split.length === 0 ? curvesParsers.split.defaultValue : state.split,
    axes,
    smoothing,
    lines: state.lines ?? defaultLines,
    setLines: (lines: LineKind) => void set({ lines: lines === defaultLines ? null : lines }),
    facets: { rows, columns: columns === rows ? undefined : columns },
    zoom: state.zoom,
    set: (changes: Changes) => void set(changes),
    /** For what moves in many small steps: one entry of the browser's history is enough. */
    slide: (changes: Changes) => void set(changes, { history: 'replace', throttleMs: 100 }),
  };
}

export type CurvesState = ReturnType<typeof useCurvesState>;
