import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeOrigin } from '@/workers/origin';

describe('where runs come from', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'heldout-origin-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      encoding: 'utf8',
    });

  it('names the commit and whether something was changed since', async () => {
    git('init', '--quiet');
    writeFileSync(join(root, 'file'), 'a');
    git('add', 'file');
    git('commit', '--quiet', '-m', 'first');
    const commit = git('rev-parse', 'HEAD').trim();
    expect(await describeOrigin(root)).toMatchObject({ commit, uncommittedChanges: 'no' });
    writeFileSync(join(root, 'file'), 'b');
    expect(await describeOrigin(root)).toMatchObject({ commit, uncommittedChanges: 'yes' });
    // Installed within another project: its commit says nothing of the program.
    mkdirSync(join(root, 'inner'));
    expect(await describeOrigin(join(root, 'inner'))).not.toHaveProperty('commit');
  });

  it('names machine, memory and command where there is no git checkout', async () => {
    const args = ['/usr/bin/node', join(root, 'workers/main.ts'), '--threads=2'];
    expect(await describeOrigin(root, args)).toEqual({
      hostname: hostname(),
      memory: expect.stringMatching(/^\d+\.\d GiB$/),
      command: 'workers/main.ts --threads=2',
    });
  });
});
