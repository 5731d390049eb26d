'use client';
import { useRef } from 'react';
import type { Series } from './series';

/** The same list as before while nothing but the emphasis differs: that is drawn above the lines (overlay.ts). */
export function useStableSeries(series: readonly Series[]): readonly Series[] {
  const kept = useRef(series);
  if (!isDrawnAlike(kept.current, series)) kept.current = series;
  return kept.current;
}

function isDrawnAlike(before: readonly Series[], after: readonly Series[]): boolean {
  if (before === after) return true;
  return (
    before.length === after.length &&
    after.every((line, index) => {
      const other = before[index];
      return (
        other !== undefined &&
        other.id === line.id &&
        other.label === line.label &&
        other.group === line.group &&
        other.points === line.points &&
        other.raw === line.raw &&
        other.band === line.band &&
        other.bestX === line.bestX &&
        other.dash === line.dash &&
        other.look.hue === line.look.hue &&
        other.look.marker === line.look.marker
      );
    })
  );
}
