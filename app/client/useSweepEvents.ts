'use client';
import { useEffect, useRef, useState } from 'react';
import { type SweepEvent, sweepEventSchema } from '@/lib/domain/api';

export type Connection = 'connecting' | 'live' | 'reconnecting' | 'ended';

const retryMs = 3000;

/**
 * Follows a sweep by server-sent events while `active`. The browser reconnects by itself after a dropped connection;
 * where it gives up (the server answered with an error), a new connection is tried every three seconds.
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
    const receive = (message: MessageEvent<string>) => {
      const event = sweepEventSchema.safeParse(JSON.parse(message.data));
      if (event.success) handler.current(event.data);
    };
    const connect = () => {
      source = new EventSource(`/api/v1/sweeps/${encodeURIComponent(sweepId)}/events`);
      source.onopen = () => setConnection('live');
      source.onmessage = receive;
      source.addEventListener('sweep', receive);
      source.addEventListener('points', receive);
      source.onerror = () => {
        setConnection('reconnecting');
        if (source?.readyState === EventSource.CLOSED) timer = setTimeout(connect, retryMs);
      };
    };
    connect();
    return () => {
      source?.close();
      clearTimeout(timer);
    };
  }, [sweepId, active]);

  return active ? connection : 'ended';
}
