import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';
import { toJsonText } from '@/lib/domain/metric';
import { finishRequestSchema, keptModelSchema, reportSchema } from '@/lib/domain/protocol';
import { stoppingDecisionSchema } from '@/lib/domain/stopping';
import { storageError } from './storageError';

/** Who trained it, with what: as a worker tells a server when it registers. */
export const trainerSchema = z.object({
  name: z.string(),
  hostname: z.string(),
  pid: z.int(),
  engine: z.string(),
  device: z.string(),
  version: z.string(),
});

const entrySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('begin'),
    attempt: z.int().min(1),
    atMs: z.int(),
    trainer: trainerSchema,
  }),
  z.object({
    kind: z.literal('report'),
    report: reportSchema.omit({ attempt: true, leaseToken: true }),
  }),
  /** A file beside the journal, named by modelFileName; the report after it tells of it. */
  z.object({ kind: z.literal('model'), model: keptModelSchema.omit({ path: true }) }),
  z.object({ kind: z.literal('decision'), atMs: z.int(), decision: stoppingDecisionSchema }),
  z.object({
    kind: z.literal('end'),
    atMs: z.int(),
    end: finishRequestSchema.omit({ attempt: true, leaseToken: true }),
  }),
]);
/** What an attempt told, in the form of the worker protocol. */
export type JournalEntry = z.infer<typeof entrySchema>;

export function modelFileName(moment: string): string {
  return `model-${moment}.safetensors`;
}

/** Whose journal it is: with these the chain begins, so that one run's journal is none of another's. */
export interface JournalOwner {
  runId: string;
  attempt: number;
}

/**
 * What an attempt told, one JSON document a line, each line on disk before the next thing happens. A line begins with the
 * SHA-256 of the line's document and the hash before it, so that a byte that changed, a line that was lost or lines that
 * changed places are all found, wherever they are. Numbers are written with as many digits as give them back exactly.
 */
export class Journal {
  readonly #path: string;
  readonly #file: number;
  #hash: string;
  /** Up to the end of the last whole line. */
  #bytes: number;
  #isOpen = true;

  private constructor(path: string, { hash, bytes }: { hash: string; bytes: number }) {
    this.#path = path;
    this.#hash = hash;
    this.#bytes = bytes;
    this.#file = openSync(path, 'a', 0o644);
    // What is appended next must not become part of a torn line.
    ftruncateSync(this.#file, bytes);
  }

  static create(path: string, owner: JournalOwner): Journal {
    return new Journal(path, { hash: firstHash(owner), bytes: 0 });
  }

  /**
   * Goes on with a journal that a process left.
   *
   * @throws HeldoutError checksum_mismatch as readJournal
   */
  static open(path: string, owner: JournalOwner): { journal: Journal; entries: JournalEntry[] } {
    const { entries, ...end } = readJournal(path, owner);
    return { journal: new Journal(path, end), entries };
  }

  /**
   * On disk when this returns, or not there at all.
   *
   * @throws HeldoutError storage_full, storage_unavailable
   */
  append(entry: JournalEntry): void {
    const document = toJsonText(entry);
    const hash = nextHash(this.#hash, document);
    const line = Buffer.from(`${hash} ${document}\n`);
    try {
      // On a nearly full disk a write may be of a part alone.
      for (let offset = 0; offset < line.length; ) offset += writeSync(this.#file, line, offset);
      fsyncSync(this.#file);
    } catch (cause) {
      ftruncateSync(this.#file, this.#bytes);
      throw storageError(cause, 'Writing', this.#path);
    }
    this.#hash = hash;
    this.#bytes += line.length;
  }

  /** Nothing where it is closed. */
  close(): void {
    if (this.#isOpen) closeSync(this.#file);
    this.#isOpen = false;
  }
}

export interface ReadJournal {
  entries: JournalEntry[];
  /** Of the last whole line. */
  hash: string;
  /** Up to the end of the last whole line. A kill may have torn the one after it, which nobody was told of. */
  bytes: number;
}

/**
 * @throws HeldoutError checksum_mismatch naming file and line, where it is not what was written; storage_unavailable
 *   where it cannot be read
 */
export function readJournal(path: string, owner: JournalOwner): ReadJournal {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw storageError(cause, 'Reading', path);
  }
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  let hash = firstHash(owner);
  const entries = whole
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      const document = line.slice(hash.length + 1);
      hash = nextHash(hash, document);
      const entry = line.startsWith(`${hash} `) ? entrySchema.safeParse(parseJson(document)) : undefined;
      if (entry?.success) return entry.data;
      throw new HeldoutError(
        'checksum_mismatch',
        `Reading ${path}: line ${index + 1} is not what was written there (its SHA-256 does not fit): restore the file from where it was trained, or remove its folder and train the run again.`,
      );
    });
  return { entries, hash, bytes: Buffer.byteLength(whole) };
}

function firstHash({ runId, attempt }: JournalOwner): string {
  return createHash('sha256').update(`heldout journal 1, run ${runId}, attempt ${attempt}`).digest('hex');
}

function nextHash(before: string, document: string): string {
  return createHash('sha256').update(before).update(document).digest('hex');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
