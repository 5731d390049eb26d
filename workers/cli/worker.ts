import { hostname } from 'node:os';
import { HeldoutError } from '@/lib/domain/errors';
import { runWorker } from '../worker';
import { exitCodes } from './exitCodes';
import { homeDirectory, readRunningServer, readTokens, requireWritable } from './home';

/** heldout worker: leases and trains runs until Ctrl-C, on this machine or another. */
export async function worker(flags: {
  server: string | undefined;
  token: string | undefined;
  name: string | undefined;
  threads: number;
}): Promise<number> {
  const home = homeDirectory();
  const serverUrl = flags.server ?? process.env['HELDOUT_URL'] ?? readRunningServer(home)?.url;
  if (!serverUrl) {
    throw new HeldoutError(
      'server_unreachable',
      `no Heldout server runs for the data directory ${home}: start one, or name another with --server URL`,
    );
  }
  const token = flags.token ?? process.env['HELDOUT_WORKER_TOKEN'] ?? readTokens(home)?.worker;
  if (!token) {
    throw new HeldoutError(
      'unauthorized',
      `a worker needs the server's worker token: give --token, or set HELDOUT_WORKER_TOKEN ("worker" in the server's tokens.json)`,
    );
  }
  requireWritable(home);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  await runWorker({
    serverUrl,
    token,
    name: flags.name ?? `${hostname()}-${process.pid}`,
    home,
    threads: flags.threads,
    engine: 'onnx-cpu',
    signal: stop.signal,
  });
  return exitCodes.ok;
}
