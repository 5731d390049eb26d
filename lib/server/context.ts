import { EventEmitter } from 'node:events';
import type { Store } from '@/db/store';
import type { AbsentCorpus } from '@/lib/domain/api';
import type { CorpusDownload, DownloadableDataset } from '@/lib/domain/corpusDownload';
import type { Tokens } from './secrets';

/** Emitted after the transaction that caused them has committed. */
interface EventMap {
  /** There are runs to lease. */
  queued: [];
  /** State, progress or result of runs of this sweep changed. */
  sweep: [sweepId: string];
  /** This run has new points or samples. */
  points: [sweepId: string, runId: string];
}
export type ServerEvents = EventEmitter<EventMap>;

export function createEvents(): ServerEvents {
  // One listener a connected page and a waiting worker: there is no number of them that means a leak.
  return new EventEmitter<EventMap>().setMaxListeners(0);
}

/** A download of this process, running or ended. */
export interface DownloadEntry {
  download: CorpusDownload;
  /** Ends a running one. */
  controller: AbortController;
  /** Settles, and never throws, when it has ended. */
  ended: Promise<void>;
}

/** What the services share: one of it in the process. */
export interface ServerContext {
  /** The data directory. */
  home: string;
  store: Store;
  events: ServerEvents;
  tokens: Tokens;
  /** Milliseconds since the Unix epoch. Leases are timed by it; where it is set, that is made up for (clock.ts). */
  now: () => number;
  /** Milliseconds of a clock that is never set (see clock.ts). */
  steadyNow: () => number;
  /** What both clocks said when they were last compared. */
  clocks: { wallMs: number; steadyMs: number };
  leaseTtlMs: number;
  /** A failed run is tried again after so long; after twice as long the next time, and so on. */
  firstBackOffMs: number;
  /** Reports could not be stored of late (a full disk), so silence is not the workers' fault. */
  isDeaf: boolean;
  /** Writes that the disk had refused when that was last looked at. */
  knownRefusals: number;
  /** Embedded corpora that this installation cannot have, and why. */
  absentCorpora: AbsentCorpus[];
  /** The newest of each dataset. */
  downloads: Map<DownloadableDataset, DownloadEntry>;
}

/**
 * The request that is being answered. Hold it, not its signal, for as long as the signal is needed: a Request keeps
 * the controller behind its signal alive only while it lives itself (undici), and a forgotten one never aborts.
 */
export type Connection = Pick<Request, 'signal'>;
