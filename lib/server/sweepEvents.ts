import type { SweepEvent } from '@/lib/domain/api';
import { toJsonText } from '@/lib/domain/metric';
import type { Connection, ServerContext } from './context';
import { requireSweep, runRows, someRunRows, sweepRow } from './rows';
import { server } from './server';

const flushEveryMs = 500;
/** Proxies and browsers take a connection for dead that is silent for long. */
const heartbeatEveryMs = 15_000;

/**
 * Server-sent events (WHATWG HTML §9.2) of one sweep: its rows on connection, then those that changed, and which runs
 * have new points; each at most twice a second, and not before the reader has taken what came before. An event's id
 * is the server's time, so that a page that connects again is told which runs were reported on since. Points come
 * before rows: a page that learns from the rows that all has ended stops listening.
 *
 * @param lastEventId the Last-Event-ID header of a page that connects again
 * @param connection its signal is aborted when the page is gone
 * @throws HeldoutError not_found
 */
export function sweepEventStream(
  sweepId: string,
  lastEventId: string | null,
  connection: Connection,
): ReadableStream<Uint8Array> {
  const context = server();
  const { events, store } = context;
  requireSweep(context, sweepId);
  const encoder = new TextEncoder();
  const sinceMs = Number(lastEventId ?? Number.NaN);

  const changes = changesOf(context, sweepId);
  let isSweepDirty = true;
  let dirtyRuns = new Set(Number.isFinite(sinceMs) ? store.runs.reportedSince(sweepId, sinceMs) : []);
  let stop = () => {};

  return new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (event: SweepEvent) => {
        const text = `id: ${context.now()}\nevent: ${event.type}\ndata: ${toJsonText(event)}\n\n`;
        controller.enqueue(encoder.encode(text));
      };
      const flush = () => {
        if ((controller.desiredSize ?? 0) <= 0) return;
        if (dirtyRuns.size > 0) {
          const runIds = [...dirtyRuns];
          dirtyRuns = new Set();
          send({ type: 'points', runIds });
        }
        if (isSweepDirty) {
          isSweepDirty = false;
          const event = changes();
          if (event) send(event);
        }
      };
      const onSweep = (changedId: string) => {
        if (changedId === sweepId) isSweepDirty = true;
      };
      const onPoints = (changedId: string, runId: string) => {
        if (changedId === sweepId) dirtyRuns.add(runId);
      };
      events.on('sweep', onSweep);
      events.on('points', onPoints);
      const flushOrFail = () => {
        try {
          flush();
        } catch (error) {
          // The page connects again by itself, and is then told what is wrong.
          stop();
          controller.error(error);
        }
      };
      const flushing = setInterval(flushOrFail, flushEveryMs);
      const beating = setInterval(() => controller.enqueue(encoder.encode(': alive\n\n')), heartbeatEveryMs);
      const end = () => {
        stop();
        controller.close();
      };
      stop = () => {
        clearInterval(flushing);
        clearInterval(beating);
        events.off('sweep', onSweep);
        events.off('points', onPoints);
        connection.signal.removeEventListener('abort', end);
      };
      connection.signal.addEventListener('abort', end);
      if (connection.signal.aborted) end();
      else flushOrFail();
    },
    cancel: () => stop(),
  });
}

type RowsEvent = Extract<SweepEvent, { type: 'sweep' }>;

/** From this share of changed runs on, reading all of them is cheaper than reading each. */
const wholeShare = 0.5;

/**
 * What has changed since it was asked last, for one connection: everything at first. Runs are told apart by versions
 * that SQLite reads without touching their JSON, so that 20 runs that report do not cost the reading of 1,000 rows.
 *
 * @returns undefined where nothing has
 */
function changesOf(context: ServerContext, sweepId: string): () => RowsEvent | undefined {
  const sent = new Map<string, string>();
  let sentSweep = '';
  return () => {
    const sweep = sweepRow(context, requireSweep(context, sweepId));
    const isFirst = sentSweep === '';
    const changed = context.store.sweeps.runVersions(sweepId).filter(({ id, version }) => {
      if (sent.get(id) === version) return false;
      sent.set(id, version);
      return true;
    });
    const sweepText = toJsonText(sweep);
    if (sweepText === sentSweep && changed.length === 0) return undefined;
    sentSweep = sweepText;
    return { type: 'sweep', sweep, whole: isFirst, runs: rowsOf(changed.map(({ id }) => id)) };
  };

  function rowsOf(ids: readonly string[]) {
    if (ids.length < wholeShare * sent.size) return someRunRows(context, sweepId, ids);
    const wanted = new Set(ids);
    return runRows(context, sweepId).filter(({ id }) => wanted.has(id));
  }
}
