import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  attemptFolder,
  attemptNames,
  claimAttempt,
  hasLiveOwner,
  isSealed,
  newestAttempt,
  requireNewest,
  sealAttempt,
} from '@/workers/offline/attemptFolder';
import { checksumsName, verifyChecksums } from '@/workers/offline/checksums';
import { isAlive, silentAfterMs, thisProcess } from '@/workers/offline/owner';

const parent = mkdtempSync(join(tmpdir(), 'heldout-attempts-'));
afterAll(() => rmSync(parent, { recursive: true }));
let folders = 0;
const newFolder = () => join(parent, String(++folders));

function claim(runFolder: string, attempt: number, token: string): boolean {
  const trainer = { name: 'n', hostname: 'h', pid: 1, engine: 'onnx-cpu', device: 'd', version: '0' };
  return claimAttempt({
    runFolder,
    runId: 'run',
    attempt,
    owner: thisProcess(token),
    description: {},
    begin: { kind: 'begin', attempt, atMs: 1, trainer },
  });
}

describe('an attempt', () => {
  it('is taken by one process alone, and ends the one before it', () => {
    const run = newFolder();
    expect(newestAttempt(run)).toBe(0);
    expect(claim(run, 1, 'a')).toBe(true);
    expect(claim(run, 1, 'b')).toBe(false);
    expect(readFileSync(join(attemptFolder(run, 1), attemptNames.owner), 'utf8')).toContain('"token": "a"');
    expect(() => requireNewest(run, 1)).not.toThrow();
    expect(claim(run, 2, 'b')).toBe(true);
    expect(newestAttempt(run)).toBe(2);
    expect(() => requireNewest(run, 1)).toThrow(expect.objectContaining({ code: 'stale_attempt' }));
  });

  it('is sealed with checksums of all that is in it', () => {
    const run = newFolder();
    claim(run, 1, 'a');
    const folder = attemptFolder(run, 1);
    expect(isSealed(folder)).toBe(false);
    sealAttempt(folder);
    expect(isSealed(folder)).toBe(true);
    expect(verifyChecksums(folder).sort()).toEqual(['journal.jsonl', 'owner.json', 'run.json']);
    writeFileSync(join(folder, 'run.json'), '{} ');
    expect(() => verifyChecksums(folder)).toThrow(join(folder, 'run.json'));
    writeFileSync(join(folder, checksumsName), 'nothing of the kind\n');
    expect(() => verifyChecksums(folder)).toThrow(join(folder, checksumsName));
  });

  it('has a live owner while this process trains it, and not after', () => {
    const run = newFolder();
    claim(run, 1, 'a');
    const folder = attemptFolder(run, 1);
    expect(hasLiveOwner(folder, Date.now, (token) => token === 'a')).toBe(true);
    expect(hasLiveOwner(folder, Date.now, () => false)).toBe(false);
  });

  it('of another machine is alive as long as it is heard of, by the clock of the disk', () => {
    const run = newFolder();
    claim(run, 1, 'a');
    const folder = attemptFolder(run, 1);
    const path = join(folder, attemptNames.owner);
    const owner = { ...thisProcess('a'), hostname: 'another machine' };
    writeFileSync(path, JSON.stringify(owner));
    for (const name of [attemptNames.owner, attemptNames.journal]) utimesSync(join(folder, name), 1000, 1000);
    const at = (seconds: number) =>
      hasLiveOwner(
        folder,
        () => 1000 * seconds,
        () => false,
      );
    expect([at(1000), at(1119), at(1121)]).toEqual([true, true, false]);
  });
});

describe('the owner of an attempt', () => {
  const here = { silentMs: () => Number.POSITIVE_INFINITY, isOurs: () => false };

  it('lives on this machine while its process does, however long it is silent', () => {
    const parentProcess = { ...thisProcess('t'), pid: process.ppid, started: null };
    expect(isAlive(parentProcess, here)).toBe(true);
    // Above the largest number that Linux gives (/proc/sys/kernel/pid_max, at most 2^22).
    expect(isAlive({ ...parentProcess, pid: 2 ** 22 + 1 }, here)).toBe(false);
  });

  it.skipIf(process.platform !== 'linux')('is dead where its number has gone to another process', () => {
    expect(isAlive({ ...thisProcess('t'), pid: process.ppid, started: '1' }, here)).toBe(false);
  });

  it.skipIf(process.platform !== 'linux')(
    'of another container is judged by its silence, not by its number',
    () => {
      const elsewhere = { ...thisProcess('t'), system: 'another' };
      expect(isAlive(elsewhere, { ...here, silentMs: () => silentAfterMs - 1 })).toBe(true);
      expect(isAlive(elsewhere, { ...here, silentMs: () => silentAfterMs })).toBe(false);
    },
  );
});
