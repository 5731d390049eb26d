import { readFileSync } from 'node:fs';

/** What a log of tasks/claimRoom.ts says: a line for what somebody took (bytes) or gave back (negative), in order of time. */
export function roomInLog(log: string) {
  const changes = readFileSync(log, 'utf8').trim().split('\n').map(Number);
  let [held, most, holders, mostHolders] = [0, 0, 0, 0];
  for (const change of changes) {
    held += change;
    holders += Math.sign(change);
    most = Math.max(most, held);
    mostHolders = Math.max(mostHolders, holders);
  }
  return { changes: changes.length, held, most, mostHolders };
}
