'use client';
import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { SweepDetail, SweepEvent, SweepRow } from '@/lib/domain/api';
import { curvesArea } from '../../client/curvesRequest';
import { PointsFeedContext, type PointsListener } from '../../client/pointsFeed';
import { type Connection, useSweepEvents } from '../../client/useSweepEvents';
import { missedRuns, withChangedRuns } from './liveRuns';

export interface LiveSweep {
  detail: SweepDetail;
  connection: Connection;
  /** After an action whose answer is the sweep. */
  replace: (detail: SweepDetail) => void;
  /** After one whose answer is its row: runs that were told of meanwhile stay as they were told. */
  replaceRow: (sweep: SweepRow) => void;
  /** Calls back with the ids of runs that have new points or samples. */
  onPoints: (listener: PointsListener) => () => void;
}

const SweepContext = createContext<LiveSweep | undefined>(undefined);

/** The sweep whose page this is; only inside app/sweeps/[id]. */
export function useSweep(): LiveSweep {
  const live = useContext(SweepContext);
  if (!live) throw new Error('useSweep: there is no SweepProvider around this component');
  return live;
}

/** Keeps the rows of a sweep as they are now, by server-sent events, for all of its views. */
export function SweepProvider({ initial, children }: { initial: SweepDetail; children: ReactNode }) {
  const [detail, setDetail] = useState(initial);
  const latest = useRef(detail);
  latest.current = detail;
  const client = useQueryClient();
  const listeners = useRef(new Set<PointsListener>());
  const { counts } = detail.sweep;
  const isActive = counts.queued + counts.running > 0;
  const receive = useCallback(
    (event: SweepEvent) => {
      const runIds = event.type === 'points' ? event.runIds : missedRuns(latest.current, event);
      if (runIds.length > 0) {
        for (const listener of listeners.current) listener(runIds);
        // Views that are not shown now ask again when they are.
        void client.invalidateQueries({ queryKey: [curvesArea], type: 'inactive', refetchType: 'none' });
      }
      if (event.type === 'sweep') setDetail((last) => withChangedRuns(last, event));
    },
    [client],
  );
  // Nobody says from now on which of the kept curves have grown.
  useEffect(
    () => () => void client.invalidateQueries({ queryKey: [curvesArea], refetchType: 'none' }),
    [client],
  );
  const connection = useSweepEvents(detail.sweep.id, isActive, receive);
  const onPoints = useCallback((listener: PointsListener) => {
    listeners.current.add(listener);
    return () => {
      listeners.current.delete(listener);
    };
  }, []);
  const replaceRow = useCallback((sweep: SweepRow) => setDetail((last) => ({ ...last, sweep })), []);
  const live = useMemo(
    () => ({ detail, connection, replace: setDetail, replaceRow, onPoints }),
    [detail, connection, replaceRow, onPoints],
  );
  const feed = useMemo(() => ({ onPoints }), [onPoints]);
  return (
    <SweepContext.Provider value={live}>
      <PointsFeedContext.Provider value={feed}>{children}</PointsFeedContext.Provider>
    </SweepContext.Provider>
  );
}
