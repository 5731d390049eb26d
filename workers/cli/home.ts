import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';

/** The data directory: HELDOUT_HOME, or .heldout/ under the working directory. */
export function homeDirectory(): string {
  return resolve(process.env['HELDOUT_HOME'] || '.heldout');
}

/** @throws HeldoutError storage_unavailable before anything is created in a directory that cannot be written */
export function requireWritable(home: string): void {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    accessSync(home, constants.W_OK | constants.X_OK);
    // Root passes every access check, also on a read-only file system; a real write does not lie.
    const probe = join(home, `.probe-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new HeldoutError(
      'storage_unavailable',
      `the data directory ${home} cannot be written (${reason}): set HELDOUT_HOME to a directory you can write`,
      { cause: error },
    );
  }
}

const tokensSchema = z.object({ admin: z.string(), worker: z.string() });
const serverSchema = z.object({ url: z.url(), pid: z.int(), instance: z.string() });

/** Where the running server of this data directory answers. Written by `start`, removed when it ends. */
export type RunningServer = z.infer<typeof serverSchema>;

function readJson<T>(path: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Absent or half-written: both mean that there is no server to talk to yet.
    return null;
  }
}

export function readTokens(home: string): z.infer<typeof tokensSchema> | null {
  return readJson(join(home, 'tokens.json'), tokensSchema);
}

export function readRunningServer(home: string): RunningServer | null {
  return readJson(join(home, 'server.json'), serverSchema);
}

export function writeRunningServer(home: string, server: RunningServer): void {
  writeFileSync(join(home, 'server.json'), `${JSON.stringify(server)}\n`, { mode: 0o600 });
}

export function removeRunningServer(home: string): void {
  rmSync(join(home, 'server.json'), { force: true });
}
