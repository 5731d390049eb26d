'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef } from 'react';
import { type RunDetail, runDetailSchema, type SweepEvent } from '@/lib/domain/api';
import { isFinal } from '@/lib/domain/run';
import type { RunPlace } from '@/lib/server/runs';
import { fetchJson, messageOf } from '../../client/api';
import { coalesce } from '../../client/coalesce';
import { PointsFeedContext, type PointsListener } from '../../client/pointsFeed';
import { type Connection, useSweepEvents } from '../../client/useSweepEvents';

export interface LiveRun {
  detail: RunDetail;
  place: RunPlace;
  connection: Connection;
  /** Why what is shown may be old. */
  problem: string | undefined;
  /** After an action whose answer is the run. */
  replace: (detail: RunDetail) => void;
}

const RunContext = createContext<LiveRun | undefined>(undefined);

/** The run whose page this is; only inside app/runs/[id]. */
export function useRun(): LiveRun {
  const live = useContext(RunContext);
  if (!live) throw new Error('useRun: there is no RunProvider around this component');
  return live;
}

/** All that is kept of a run begins with it: one invalidation renews what is on the screen. */
export function runQueryKey(id: string, part: 'detail' | 'samples' | 'logs'): readonly string[] {
  return ['run', id, part];
}

const refetchMs = 1000;

interface RunProviderProps {
  initial: RunDetail;
  place: RunPlace;
  children: ReactNode;
}

/** A run as it is now, for all of its views: its row from the sweep's events, the rest asked for when points have come. */
export function RunProvider({ initial, place, children }: RunProviderProps) {
  const client = useQueryClient();
  const { id, sweepId } = initial.run;
  const query = useQuery({
    queryKey: runQueryKey(id, 'detail'),
    queryFn: () => fetchJson(`/api/v1/runs/${id}`, runDetailSchema),
    initialData: initial,
  });
  const detail = query.data;
  const replace = useCallback(
    (next: RunDetail) => client.setQueryData(runQueryKey(id, 'detail'), next),
    [client, id],
  );

  const listeners = useRef(new Set<PointsListener>());
  const renewal = useRef<ReturnType<typeof coalesce>>(undefined);
  useEffect(() => {
    const current = coalesce(async () => {
      if (!document.hidden) await client.invalidateQueries({ queryKey: ['run', id] });
    }, refetchMs);
    renewal.current = current;
    return () => current.stop();
  }, [client, id]);

  const receive = useCallback(
    (event: SweepEvent) => {
      if (event.type === 'points') {
        if (!event.runIds.includes(id)) return;
        for (const listener of listeners.current) listener([id]);
        renewal.current?.request();
        return;
      }
      const run = event.runs.find((candidate) => candidate.id === id);
      if (!run) return;
      client.setQueryData<RunDetail>(runQueryKey(id, 'detail'), (last) => last && { ...last, run });
      // What comes at the end of a run (attempts, kept models) is not in its row.
      if (isFinal(run.state)) renewal.current?.request();
    },
    [client, id],
  );
  const connection = useSweepEvents(sweepId, !isFinal(detail.run.state), receive);
  useEffect(() => {
    // What happened while nobody listened.
    if (connection !== 'live') return;
    for (const listener of listeners.current) listener([id]);
    renewal.current?.request();
  }, [connection, id]);

  const feed = useMemo(
    () => ({
      onPoints(listener: PointsListener) {
        listeners.current.add(listener);
        return () => {
          listeners.current.delete(listener);
        };
      },
    }),
    [],
  );
  const problem = query.error ? messageOf(query.error) : undefined;
  const live = useMemo(
    () => ({ detail, place, connection, problem, replace }),
    [detail, place, connection, problem, replace],
  );
  return (
    <RunContext.Provider value={live}>
      <PointsFeedContext.Provider value={feed}>{children}</PointsFeedContext.Provider>
    </RunContext.Provider>
  );
}
