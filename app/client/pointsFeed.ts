'use client';
import { createContext, useContext } from 'react';

export type PointsListener = (runIds: readonly string[]) => void;

/** Says which runs of a sweep have new points, for all that shows their curves. */
export interface PointsFeed {
  /** Calls back with the ids of runs that have new points or samples; the answer ends that. */
  onPoints: (listener: PointsListener) => () => void;
}

export const PointsFeedContext = createContext<PointsFeed | undefined>(undefined);

/** undefined on a page that is not about one sweep. */
export function usePointsFeed(): PointsFeed | undefined {
  return useContext(PointsFeedContext);
}
