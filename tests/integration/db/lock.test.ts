import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closeServer, openServer } from '@/lib/server/server';
import { openTestServer, temporaryHome } from '../lib/server/harness';

/** Another process with the lock that a server takes; resolves once it has it. */
async function otherServer(home: string) {
  const script = `
    const lock = new (require('better-sqlite3'))(${JSON.stringify(join(home, 'server.lock'))});
    lock.exec('BEGIN EXCLUSIVE');
    console.log('locked');
    setInterval(() => lock, 1000);`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
}

describe('a data directory', () => {
  it('has one server: another process is refused until the first is gone, however it ended', async () => {
    const home = temporaryHome();
    const kill = await otherServer(home);
    expect(() => openServer({ home })).toThrow(`another Heldout server has ${home} open`);
    await kill();
    expect(openTestServer({ home }).context.home).toBe(home);
  });

  it('can be opened again after it was closed', () => {
    const { home } = openTestServer().context;
    closeServer();
    expect(openTestServer({ home }).context.home).toBe(home);
  });
});
