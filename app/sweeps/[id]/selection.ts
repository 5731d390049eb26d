'use client';
import { parseAsArrayOf, parseAsInteger, parseAsString, useQueryStates } from 'nuqs';
import { useCallback, useMemo, useState } from 'react';
import type { RunRow } from '@/lib/domain/api';
import { hueCount } from '../../charts/palette';
import { decodeHidden, encodeHidden } from './hiddenRuns';
import { type DesignedRun, runKey } from './runKey';
import { useSweep } from './SweepProvider';

/** What a person selects for all views of a sweep; it is in the address, so that a link shows the same. */
const selectionParsers = {
  hide: parseAsArrayOf(parseAsString).withDefault([]),
  base: parseAsInteger,
  colour: parseAsString,
};

export interface Selection {
  /** Keys (runKey) of the runs that are not drawn. */
  hidden: ReadonlySet<string>;
  setHidden: (hidden: ReadonlySet<string>) => void;
  /** Index of the variant that the others are held against. */
  baseline: number | undefined;
  setBaseline: (variantIndex: number | undefined) => void;
  /** What a colour stands for: the variant, or the level of this factor. */
  colour: string;
  /** undefined: as it is without a person's choice. */
  setColour: (colour: string | undefined) => void;
  isShown: (run: Pick<RunRow, 'variantIndex' | 'seed'>) => boolean;
}

/** The selection that the views of a sweep share; only inside app/sweeps/[id]. */
export function useSelection(): Selection {
  const runs = useDesignedRuns();
  const { factors } = useSweep().detail.sweep;
  const [{ hide, base, colour }, set] = useQueryStates(selectionParsers, { history: 'push' });
  const hidden = useMemo(() => decodeHidden(hide, runs), [hide, runs]);
  const byDefault = useMemo(() => defaultColour(runs, factors), [runs, factors]);
  const setHidden = useCallback(
    (next: ReadonlySet<string>) => {
      const tokens = encodeHidden(next, runs);
      void set({ hide: tokens.length === 0 ? null : tokens });
    },
    [runs, set],
  );
  return useMemo(
    () => ({
      hidden,
      setHidden,
      baseline: base ?? undefined,
      setBaseline: (variantIndex) => void set({ base: variantIndex ?? null }),
      colour: colour === 'variant' || factors.includes(colour ?? '') ? (colour ?? byDefault) : byDefault,
      setColour: (next) => void set({ colour: next === undefined || next === byDefault ? null : next }),
      isShown: (run) => !hidden.has(runKey(run)),
    }),
    [hidden, setHidden, base, colour, factors, byDefault, set],
  );
}

/**
 * The runs of the sweep as its design names them. The list stays the same object while rows change, so that what is
 * computed from the design alone is not computed again with every report.
 */
export function useDesignedRuns(): readonly DesignedRun[] {
  const { runs } = useSweep().detail;
  const [kept, setKept] = useState<readonly DesignedRun[]>(runs);
  const isSame =
    kept === runs || (kept.length === runs.length && kept.every(({ id }, at) => id === runs[at]?.id));
  if (isSame) return kept;
  setKept(runs);
  return runs;
}

/**
 * With more variants than colours that the eye tells apart, the first factor whose levels have enough of them; the
 * variant else.
 */
export function defaultColour(runs: readonly DesignedRun[], factors: readonly string[]): string {
  const variants = new Set(runs.map(({ variantIndex }) => variantIndex));
  if (variants.size <= hueCount) return 'variant';
  const fits = factors.find((factor) => {
    const levels = new Set(runs.map((run) => run.levels[factor]));
    return levels.size > 1 && levels.size <= hueCount;
  });
  return fits ?? 'variant';
}
