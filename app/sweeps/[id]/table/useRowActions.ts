'use client';
import { useMemo } from 'react';
import type { RunRow } from '@/lib/domain/api';
import { runKey } from '../runKey';
import { useSweep } from '../SweepProvider';
import { useSelection } from '../selection';
import { withPicked } from './picks';
import type { RowActions } from './ResultRow';
import { type TableState, toggled } from './useTableState';

/** What the buttons of a row do; the same object until what they act on has changed. */
export function useRowActions({ query, setList }: TableState): RowActions {
  const { runs } = useSweep().detail;
  const { hidden, setHidden, baseline, setBaseline } = useSelection();
  const siblings = useMemo(() => siblingKeys(runs), [runs]);
  return useMemo(
    () => ({
      onPick: (row, isSelected) =>
        setList('pick', withPicked(query.pick, row, siblings.get(row.variantIndex) ?? [], isSelected)),
      onCurves: (row, isShown) => {
        const next = new Set(hidden);
        for (const run of row.runs) {
          if (isShown) next.delete(runKey(run));
          else next.add(runKey(run));
        }
        setHidden(next);
      },
      onUnfold: (row) => setList('open', toggled(query.open, row.key)),
      onPin: (row) => setList('top', toggled(query.top, row.key)),
      onBaseline: (row) => setBaseline(row.variantIndex === baseline ? undefined : row.variantIndex),
    }),
    [query.pick, query.open, query.top, setList, siblings, hidden, setHidden, baseline, setBaseline],
  );
}

function siblingKeys(runs: readonly RunRow[]): Map<number, string[]> {
  const keys = new Map<number, string[]>();
  for (const run of runs) {
    const known = keys.get(run.variantIndex);
    if (known) known.push(runKey(run));
    else keys.set(run.variantIndex, [runKey(run)]);
  }
  return keys;
}
