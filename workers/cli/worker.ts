import { hostname } from 'node:os';
import { HeldoutError } from '@/lib/domain/errors';
import { chooseEngine, type EngineWish } from '../engineChoice';
import { superviseWorkers } from '../supervisor';
import type { ThreadSetting } from '../threads';
import { describePlan, planWorkers, type ReplicaCount, type WorkerCount } from '../workerPlan';
import { exitCodes } from './exitCodes';
import { homeDirectory, readRunningServer, readTokens, requireWritable } from './home';
import { bytesOfGibibytes } from './options';
import { say } from './output';
import { untilStopped } from './server';

export interface WorkerFlags {
  server: string | undefined;
  token: string | undefined;
  name: string | undefined;
  workers: WorkerCount;
  replicas: ReplicaCount;
  /** GiB of the GPU, in place of what its driver says. */
  deviceMemory: number | undefined;
  threads: ThreadSetting;
  engine: EngineWish;
}

/**
 * heldout worker: leases and trains runs until Ctrl-C, on this machine or another.
 *
 * @returns 1 where every worker gave up (a wrong token, for one)
 */
export async function worker(flags: WorkerFlags): Promise<number> {
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
  const choice = await chooseEngine(flags.engine);
  say(`Training with ${choice.why}.`);
  const { workers, replicas } = flags;
  const deviceMemoryBytes = bytesOfGibibytes(flags.deviceMemory);
  const plan = await planWorkers({ workers, replicas, choice, home, deviceMemoryBytes, say });
  const planned = describePlan(plan, choice);
  if (planned) say(planned);
  const { count } = plan;
  say(`${count} worker${count === 1 ? '' : 's'} for ${serverUrl}; Ctrl-C hands runs back and ends.`);
  const stopped = untilStopped();
  const supervisor = superviseWorkers({
    count,
    threads: flags.threads,
    engine: choice.engine,
    device: choice.device,
    share: plan.share,
    // Not the names that heldout start gives, which may run here too.
    name: flags.name ?? `${hostname()}-${process.pid}`,
    serverUrl,
    token,
    home,
    onLog: say,
  });
  const code = await Promise.race([
    stopped.then(() => exitCodes.ok),
    supervisor.ended.then(() => exitCodes.failed),
  ]);
  await supervisor.stop();
  return code;
}
