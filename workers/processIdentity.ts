import { readFileSync } from 'node:fs';

/** A process, told apart from a later one that the system gives the same id. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, as the system counts; null where the system does not say, and then the id alone counts. */
  started: string | null;
}

export function identityOfProcess(pid: number): ProcessIdentity {
  return { pid, started: statusOf(pid)?.started ?? null };
}

/** Whether it runs still; a zombie, which holds nothing any more, does not. */
export function isProcessAlive({ pid, started }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is another user's, and alive.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  const status = statusOf(pid);
  if (status === null) return true;
  return status.state !== 'Z' && (started === null || status.started === started);
}

/** Linux alone: /proc/PID/stat, whose third field is the state and whose 22nd the start in ticks since boot (proc(5)). */
function statusOf(pid: number): { state: string; started: string } | null {
  try {
    // The name, in parentheses, may have blanks and parentheses of its own.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const [state, started] = [fields[0], fields[19]];
    return state === undefined || started === undefined ? null : { state, started };
  } catch {
    return null;
  }
}
