import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isProcessAlive, type ProcessIdentity } from './processIdentity';

const claimSchema = z.object({
  /** Device memory, at most. */
  bytes: z.number().nonnegative(),
  /** With more trainers than this on the device, this one included, it does not want to be; null: any number. */
  mostTrainers: z.int().min(1).nullable(),
  /** The claim lives as long as one of them. */
  processes: z.array(z.object({ pid: z.int(), started: z.string().nullable() })).min(1),
  /** For a person: the run. */
  label: z.string(),
});
export type DeviceClaim = z.infer<typeof claimSchema>;

/** waiting: in the queue. claiming: looks whether it may. held: it computes there. */
type ClaimState = 'waiting' | 'claiming' | 'held';

export interface LedgerEntry extends DeviceClaim {
  /** Sorts by time of arrival. */
  id: string;
  state: ClaimState;
}

/** What a claim meets: the others that hold, and whether it joined them. */
export interface ClaimAttempt {
  isHeld: boolean;
  /** Without this one. */
  holders: readonly LedgerEntry[];
  /** Claims that came earlier and wait as well. */
  isBehindOthers: boolean;
}

const suffixes = { claim: '.json', claiming: '.claiming', held: '.held', part: '.part' } as const;
const partLimitMs = 60_000;
/** A rival that claims at the same moment decides within microseconds, or is dead. */
const rivalLooks = 20;
const rivalPauseMs = 10;

/**
 * Who computes on one device: a folder that all workers of a data directory and machine share, whichever supervisor started
 * them. There is no lock that a process could die with: a claim is one file that never changes, ID.json, owned by the
 * processes it names and void once none of them lives; marks beside it say how far it is.
 *
 * Two never take the same room: a claim is marked as claiming first and looks at the others then, and it holds only
 * after a look that showed nobody else claiming. Of two that claim at once, each would have marked itself before its
 * last look, so at least one sees the other; the later one steps back. The mark stays with a claim that holds, so a look
 * cannot miss both marks of one that is just changing from one to the other.
 */
export class DeviceLedger {
  readonly #folder: string;
  readonly #isAlive: (process: ProcessIdentity) => boolean;
  /** Claims never change. */
  readonly #known = new Map<string, DeviceClaim>();

  constructor(folder: string, isAlive: (process: ProcessIdentity) => boolean = isProcessAlive) {
    this.#folder = folder;
    this.#isAlive = isAlive;
  }

  /** Joins the queue. @returns the claim's id */
  async join(claim: DeviceClaim, nowMs: number): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    // Times of arrival have 13 digits until the year 2286.
    const id = `${String(nowMs).padStart(13, '0')}-${randomUUID()}`;
    const part = this.#path(id, 'part');
    await writeFile(part, JSON.stringify(claim), { mode: 0o600 });
    await rename(part, this.#path(id, 'claim'));
    return id;
  }

  /**
   * Takes the room where the claim is the first in the queue and fits.
   *
   * @param fits whether it fits beside these; asked twice
   */
  async tryToHold(id: string, fits: (holders: readonly LedgerEntry[]) => boolean): Promise<ClaimAttempt> {
    const first = await this.entries();
    const isBehindOthers = first.some((other) => other.id < id && other.state !== 'held');
    const holders = holdersIn(first, id);
    if (isBehindOthers || !fits(holders)) return { isHeld: false, holders, isBehindOthers };
    await this.#mark(id, 'claiming');
    for (let look = 0; look < rivalLooks; look += 1) {
      const seen = await this.entries();
      const rivals = seen.filter((other) => other.id !== id && other.state === 'claiming');
      const others = holdersIn(seen, id);
      if (rivals.some((rival) => rival.id < id) || !fits(others)) break;
      if (rivals.length === 0) {
        await this.#mark(id, 'held');
        return { isHeld: true, holders: others, isBehindOthers: false };
      }
      await delay(rivalPauseMs);
    }
    await rm(this.#path(id, 'claiming'), { force: true });
    return { isHeld: false, holders: holdersIn(await this.entries(), id), isBehindOthers: false };
  }

  /** Gives up the room, or the place in the queue. */
  async leave(id: string): Promise<void> {
    // The claim first: without it its marks mean nothing.
    for (const what of ['claim', 'held', 'claiming'] as const)
      await rm(this.#path(id, what), { force: true });
    this.#known.delete(id);
  }

  /** All claims of living processes, in the order of arrival; what dead ones left is removed. */
  async entries(): Promise<LedgerEntry[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const present = new Set(names);
    const entries: LedgerEntry[] = [];
    for (const name of names.toSorted()) {
      if (name.endsWith(suffixes.part)) await this.#removeOldPart(name);
      const id = name.replace(/\.[^.]+$/, '');
      if (!present.has(`${id}${suffixes.claim}`)) {
        if (!name.endsWith(suffixes.part)) await rm(join(this.#folder, name), { force: true });
        continue;
      }
      if (!name.endsWith(suffixes.claim)) continue;
      const claim = await this.#read(id);
      // It left meanwhile.
      if (claim === null) continue;
      if (!claim.processes.some((process) => this.#isAlive(process))) await this.leave(id);
      else entries.push({ ...claim, id, state: stateIn(present, id) });
    }
    return entries;
  }

  async #read(id: string): Promise<DeviceClaim | null> {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    try {
      const claim = claimSchema.parse(JSON.parse(await readFile(this.#path(id, 'claim'), 'utf8')));
      this.#known.set(id, claim);
      return claim;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      // Claims appear whole: this one is of another version, or damaged, and its owner unknown.
      await rm(this.#path(id, 'claim'), { force: true });
      return null;
    }
  }

  async #removeOldPart(name: string): Promise<void> {
    const path = join(this.#folder, name);
    const modifiedMs = (await stat(path).catch(() => null))?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (Date.now() - modifiedMs > partLimitMs) await rm(path, { force: true });
  }

  async #mark(id: string, mark: 'claiming' | 'held'): Promise<void> {
    await writeFile(this.#path(id, mark), '', { mode: 0o600 });
  }

  #path(id: string, what: keyof typeof suffixes): string {
    return join(this.#folder, `${id}${suffixes[what]}`);
  }
}

function stateIn(present: ReadonlySet<string>, id: string): ClaimState {
  if (present.has(`${id}${suffixes.held}`)) return 'held';
  return present.has(`${id}${suffixes.claiming}`) ? 'claiming' : 'waiting';
}

function holdersIn(entries: readonly LedgerEntry[], id: string): LedgerEntry[] {
  return entries.filter((entry) => entry.state === 'held' && entry.id !== id);
}
