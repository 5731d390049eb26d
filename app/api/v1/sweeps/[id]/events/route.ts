import { sweepEventStream } from '@/lib/server/sweepEvents';
import { handle } from '../../../../http';

/**
 * Server-sent events; see sweepEventSchema. A browser sends Last-Event-ID only where it connects again by itself; a
 * page that opens a new connection says ?since=ID.
 */
export const GET = handle<{ id: string }>('person', ({ request, params, url }) => {
  const lastEventId = request.headers.get('last-event-id') ?? url.searchParams.get('since');
  // Next answers HEAD through GET, and would never read or cancel the stream.
  const stream = request.method === 'HEAD' ? null : sweepEventStream(params.id, lastEventId, request);
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // nginx would hold events back until its buffer is full.
      'x-accel-buffering': 'no',
    },
  });
});
