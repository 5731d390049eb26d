'use client';
import { useEffect, useRef, useState } from 'react';
import { type SweepEvent, sweepEventSchema } from '@/lib/domain/api';

export type Connection = 'connecting' | 'live' | 'reconnecting' | 'ended';

const retryMs = 3000;
/** A page that was only glanced away from keeps its connection. */
const hiddenMs = 10_000;

/**
 * Follows a sweep by server-sent events while `active`. The browser connects again by itself after a dropped
 * connection; where it gives up (the server answered with an error), a new connection is tried every three seconds.
 * A page that is hidden lets go of its connection, of which a browser has six for all of its tabs, and takes up where
 * it was when it is seen again: the server tells it what it has missed.
 */
export function useSweepEvents(
  sweepId: string,
  active: boolean,
  onEvent: (event: SweepEvent) => void,
): Connection {
  const [connection, setConnection] = useState<Connection>('connecting');
  const handler = useRef(onEvent);
  handler.current = onEvent;

  useEffect(() => {
    if (!active) return undefined;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastEventId = '';
    const receive = (message: MessageEvent<string>) => {
      lastEventId = message.lastEventId;
      const event = sweepEventSchema.safeParse(JSON.parse(message.data));
      if (event.success) handler.current(event.data);
    };
    const connect = () => {
      const since = lastEventId === '' ? '' : `?since=${encodeURIComponent(lastEventId)}`;
      source = new EventSource(`/api/v1/sweeps/${encodeURIComponent(sweepId)}/events${since}`);
      source.onopen = () => setConnection('live');
      source.addEventListener('sweep', receive);
      source.addEventListener('points', receive);
      source.onerror = () => {
        setConnection('reconnecting');
        if (source?.readyState === EventSource.CLOSED) timer = setTimeout(connect, retryMs);
      };
    };
    const disconnect = () => {
      clearTimeout(timer);
      source?.close();
      source = undefined;
    };
    const onVisibility = () => {
      if (document.hidden) {
        clearTimeout(timer);
        timer = setTimeout(disconnect, hiddenMs);
      } else if (source === undefined || source.readyState === EventSource.CLOSED) {
        disconnect();
        connect();
      } else {
        clearTimeout(timer);
      }
    };
    connect();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      disconnect();
    };
  }, [sweepId, active]);

  return active ? connection : 'ended';
}
