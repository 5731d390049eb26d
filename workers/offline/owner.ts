import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

/** The process that an attempt belongs to. */
export const ownerSchema = z.object({
  hostname: z.string(),
  pid: z.int(),
  /** When the process started, in the system's own count; a number that was given to another process since differs. */
  started: z.string().nullable(),
  /** The running system and its set of process numbers: containers and reboots make others of one host name. */
  system: z.string().nullable(),
  /** Of this attempt alone. */
  token: z.string(),
});
export type Owner = z.infer<typeof ownerSchema>;

/** From another system no process can be asked about: one that has written nothing for so long is taken as dead. */
export const silentAfterMs = 120_000;

export function thisProcess(token: string): Owner {
  return {
    hostname: hostname(),
    pid: process.pid,
    started: startOf(process.pid),
    system: thisSystem(),
    token,
  };
}

export interface Liveness {
  /** Milliseconds since the owner wrote last, on the clock of the file system that it wrote to; asked only where needed. */
  silentMs(): number;
  /** Whether a token is of an attempt that this very process trains. */
  isOurs(token: string): boolean;
}

/** Whether the owner may still be at work. On its own system that is asked for, from elsewhere concluded. */
export function isAlive(owner: Owner, { silentMs, isOurs }: Liveness): boolean {
  if (!isSameSystem(owner)) return silentMs() < silentAfterMs;
  if (owner.pid === process.pid) return isOurs(owner.token);
  return isRunning(owner.pid) && (owner.started === null || owner.started === startOf(owner.pid));
}

function isSameSystem({ system, hostname: host }: Owner): boolean {
  const own = thisSystem();
  return host === hostname() && (system === null || own === null || system === own);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Of Linux; null elsewhere, and where /proc is not mounted. */
function thisSystem(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return null;
  }
}

/** proc(5), /proc/pid/stat: the 22nd field, of which the second may hold blanks and parentheses. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
