import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { toJsonText } from '@/lib/domain/metric';
import { finishRequestSchema, keptModelSchema, leasedRunSchema, reportSchema } from '@/lib/domain/protocol';

const ownerSchema = leasedRunSchema.pick({ runId: true, attempt: true, leaseToken: true });
/** Whose reports a spool holds. */
export type SpoolOwner = z.infer<typeof ownerSchema>;

const entrySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('report'), body: reportSchema }),
  /** A file that is sent as it is, and then a report of this number that tells what became of it. */
  z.object({ kind: z.literal('model'), body: keptModelSchema.extend({ sequence: z.int().min(1) }) }),
  z.object({ kind: z.literal('finish'), body: finishRequestSchema }),
]);
export type SpoolEntry = z.infer<typeof entrySchema>;

/**
 * What a worker has to tell the server about one attempt, on disk before it is sent and until it is acknowledged. One
 * JSON document a line; the first names the run. Reports are idempotent on the server, so a spool that is replayed
 * after a crash may repeat what was acknowledged.
 *
 * The file's name ends with the process id of the worker that writes it, by which others see whether it is abandoned.
 */
export class Spool {
  readonly owner: SpoolOwner;
  readonly #path: string;
  readonly #file: number;
  readonly #headerBytes: number;
  readonly #pending: SpoolEntry[];
  /** Up to the end of the last whole line. */
  #wholeBytes: number;
  /** A line could not be written: the file lacks pending entries, and is written anew with the next one. */
  #isBehind = false;

  private constructor(path: string, content: SpoolContent) {
    this.#path = path;
    this.owner = content.owner;
    this.#pending = content.entries;
    const header = lineOf(content.owner);
    this.#headerBytes = Buffer.byteLength(header);
    this.#wholeBytes = content.wholeBytes;
    this.#file = openSync(path, 'a', 0o600);
    if (content.wholeBytes === 0) this.#write(header);
    // What is appended next must not become part of a torn line.
    else ftruncateSync(this.#file, content.wholeBytes);
  }

  static async create(folder: string, owner: SpoolOwner): Promise<Spool> {
    await mkdir(folder, { recursive: true });
    const name = `${encodeURIComponent(owner.runId)}-${owner.attempt}.${process.pid}.jsonl`;
    const path = join(folder, name);
    await rm(path, { force: true });
    return new Spool(path, { owner, entries: [], wholeBytes: 0 });
  }

  /**
   * Takes over the spools of workers that are no longer alive. Of several workers that start at once, one gets each:
   * renaming is atomic.
   */
  static async recover(folder: string): Promise<Spool[]> {
    const names = await readdir(folder).catch(() => []);
    const spools: Spool[] = [];
    for (const name of names) {
      const match = /^(.+)\.(\d+)\.jsonl$/.exec(name);
      if (!match?.[1] || isAliveElsewhere(Number(match[2]))) continue;
      const path = join(folder, `${match[1]}.${process.pid}.jsonl`);
      const claimed = await rename(join(folder, name), path).then(
        () => true,
        () => false,
      );
      if (!claimed) continue;
      const content = parse(await readFile(path, 'utf8'));
      if (content) spools.push(new Spool(path, content));
      else await rm(path, { force: true });
    }
    return spools;
  }

  /** Oldest first. */
  get pending(): readonly SpoolEntry[] {
    return this.#pending;
  }

  /**
   * On disk when this returns; pending, in memory, even where the disk fails and this throws. Once there is room again,
   * the next entry brings those before it to the disk too: a spool with a gap would be no use to the next worker.
   */
  append(entry: SpoolEntry): void {
    this.#pending.push(entry);
    if (!this.#isBehind) {
      this.#write(lineOf(entry));
      return;
    }
    this.#truncate(this.#headerBytes);
    for (const pending of this.#pending) this.#write(lineOf(pending));
    this.#isBehind = false;
  }

  /** The server has the oldest entry. The file is emptied once nothing is pending. */
  acknowledge(): void {
    this.#pending.shift();
    if (this.#pending.length > 0) return;
    this.#truncate(this.#headerBytes);
    this.#isBehind = false;
  }

  /** Leaves the file to the next worker. */
  close(): void {
    closeSync(this.#file);
  }

  /** Nothing is left to tell, or nobody to hear it. */
  async remove(): Promise<void> {
    this.close();
    await rm(this.#path, { force: true });
  }

  #write(line: string): void {
    const bytes = Buffer.from(line);
    try {
      // On a nearly full disk a write may be of a part alone.
      for (let offset = 0; offset < bytes.length; ) offset += writeSync(this.#file, bytes, offset);
      fsyncSync(this.#file);
      this.#wholeBytes += bytes.length;
    } catch (error) {
      this.#isBehind = true;
      this.#truncate(this.#wholeBytes);
      throw error;
    }
  }

  #truncate(bytes: number): void {
    ftruncateSync(this.#file, bytes);
    this.#wholeBytes = bytes;
  }
}

function lineOf(document: object): string {
  return `${toJsonText(document)}\n`;
}

interface SpoolContent {
  owner: SpoolOwner;
  entries: SpoolEntry[];
  /** Up to the end of the last whole line. */
  wholeBytes: number;
}

/** Reads up to the first line that is not whole, since a crash can tear the last one; null without a whole header. */
function parse(text: string): SpoolContent | null {
  const [header = '', ...lines] = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  const owner = ownerSchema.safeParse(parseJson(header));
  if (!owner.success) return null;
  const entries: SpoolEntry[] = [];
  let wholeBytes = Buffer.byteLength(`${header}\n`);
  for (const line of lines) {
    const entry = entrySchema.safeParse(parseJson(line));
    if (!entry.success) break;
    entries.push(entry.data);
    wholeBytes += Buffer.byteLength(`${line}\n`);
  }
  return { owner: owner.data, entries, wholeBytes };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A file with this process's own id is a leftover as well: in a container every worker may have the same. */
function isAliveElsewhere(processId: number): boolean {
  if (processId === process.pid) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
