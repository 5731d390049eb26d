'use client';
import { useMemo } from 'react';
import { type ColouredRun, type Looks, looksBy, type VariantLook } from '../../charts/palette';
import { useDesignedRuns, useSelection } from './selection';

export type LookOfRun = (run: ColouredRun) => VariantLook;

/** How the curves of each run look by the chosen colour, the same in every view. */
export function useLooks(): LookOfRun {
  return useColours().of;
}

/** The same with its legend. */
export function useColours(): Looks {
  const { colour } = useSelection();
  const runs = useDesignedRuns();
  return useMemo(() => looksBy(colour, runs), [colour, runs]);
}
