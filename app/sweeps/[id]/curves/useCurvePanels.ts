'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { CurvesResponse } from '@/lib/domain/api';
import { useNames } from '../../../format/useFormats';
import { type DesignedRun, runKey } from '../runKey';
import { useSelection } from '../selection';
import { useColours } from '../useLooks';
import { placedVariantText } from '../variantRows';
import { type LineChoice, linesOf, type VariantLine } from './runLines';
import type { CurvesState } from './useCurvesState';

export interface CurvePanelLines {
  metric: string;
  lines: VariantLine[];
}

/** How lines are named and coloured by what is selected. */
export function useLineChoice({ axes, smoothing, lines }: Pick<CurvesState, 'axes' | 'smoothing' | 'lines'>) {
  const words = useTranslations('curves');
  const names = useNames();
  const looks = useColours();
  const { colour } = useSelection();
  return useMemo<LineChoice>(
    () => ({
      axes,
      smoothing,
      lines,
      looks,
      label: (run, seed) => {
        const variant = placedVariantText(run.levels, names);
        return seed === undefined
          ? words('meanLabel', { variant })
          : words('seedLabel', { variant, seed: String(seed) });
      },
      group: (run) => {
        const level = run.levels[colour];
        return level === undefined
          ? placedVariantText(run.levels, names)
          : names.variant({ [colour]: level });
      },
    }),
    [axes, smoothing, lines, looks, colour, names, words],
  );
}

/** The lines of each metric that is shown. */
export function useCurvePanels({
  runs,
  curves,
  hidden,
  state,
  metrics,
}: {
  runs: readonly DesignedRun[];
  curves: CurvesResponse;
  hidden: ReadonlySet<string>;
  state: CurvesState;
  metrics: readonly string[];
}): CurvePanelLines[] {
  const choice = useLineChoice(state);
  return useMemo(() => {
    const shown = runs.filter((run) => !hidden.has(runKey(run)));
    return metrics.map((metric) => ({ metric, lines: linesOf(shown, curves, metric, choice) }));
  }, [runs, curves, hidden, metrics, choice]);
}
