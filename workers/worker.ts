import { hostname } from 'node:os';
import { join } from 'node:path';
import { HeldoutError } from '@/lib/domain/errors';
import type { LeasedRun } from '@/lib/domain/protocol';
import { stepTogether } from '@/lib/domain/stepTogether';
import type { EngineId } from '@/lib/engine/types';
import { type CalibrationSettings, Calibrator } from './calibration';
import { Delivery } from './delivery';
import { DeviceShare, type DeviceShareSettings } from './deviceShare';
import { version } from './environment';
import { describeOrigin } from './origin';
import { programRoot } from './ownProcess';
import { createProtocolClient, type ProtocolClient } from './protocolClient';
import { untilAnswered } from './retry';
import { removeLeftovers, removeWhenOver } from './runCheckpoints';
import { defaultHandBackLimitMs, executeRun } from './runExecution';
import { Spool } from './spool';
import { mostThreads, type ThreadSetting } from './threads';
import { TrainerTeam } from './trainerTeam';

/** Short enough that a server which went away without closing the connection is noticed. */
const leaseWaitMs = 20_000;

/** Well within a lease's time, after which a silent worker counts as gone. */
const seenEveryMs = 5000;

/**
 * From the wish to end to giving up on a server that is away. Whoever stops a worker may kill it after 30 s; what is
 * not delivered by then is on disk.
 */
const shutdownPatienceMs = 10_000;

export interface WorkerOptions {
  serverUrl: string;
  /** The server's worker token. */
  token: string;
  name: string;
  /** Data directory, for the spool and the cached corpora; may be shared with other workers and the server. */
  home: string;
  threads: ThreadSetting;
  engine: EngineId;
  /** What the engine computes on. */
  device: string;
  /** How trainers share the device; default: they do not ask for it. */
  share?: DeviceShareSettings | undefined;
  /** Workers started together on this machine, this one included: the others may not have registered yet. */
  startedTogether: number;
  /** Aborted: hand the run back and return, within 30 s. */
  signal: AbortSignal;
  /** Default: 25 s. */
  handBackLimitMs?: number;
  log?: (line: string) => void;
  /** When it times training steps for estimates, and how many of its models. */
  calibration?: CalibrationSettings;
}

/**
 * Leases and trains runs, one at a time, until the signal is aborted. A server that is away is waited for.
 *
 * @throws HeldoutError unauthorized or forbidden where the server does not take the token
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { serverUrl, token, name, home, threads, engine, device, startedTogether, signal } = options;
  const { handBackLimitMs = defaultHandBackLimitMs } = options;
  const log = options.log ?? ((line: string) => console.error(`${name}: ${line}`));
  const client = createProtocolClient(serverUrl, token);
  const spoolFolder = join(home, 'spools');
  const abandon = abortedLater(signal, shutdownPatienceMs);

  const calibrator = new Calibrator({
    home,
    engine,
    device,
    log,
    // A worker that registers again keeps its id.
    onMeasured: () => void register().catch(() => undefined),
    settings: options.calibration,
  });
  const share = options.share && new DeviceShare({ ...options.share, home, device, log });
  const register = async () => {
    const calibration = await calibrator.known();
    return untilAnswered(
      () =>
        client.register(
          {
            name,
            hostname: hostname(),
            pid: process.pid,
            engine,
            device,
            threads: mostThreads(threads),
            version,
            ...(calibration ? { calibration } : {}),
          },
          signal,
        ),
      signal,
      log,
    );
  };

  /** Whether runs may step together: not any more once that has failed. */
  let mayStepTogether = true;
  const another = async (first: LeasedRun, workerId: string): Promise<LeasedRun | null> => {
    try {
      const run = await client.lease(
        { workerId, waitMs: 0, startedTogether, alongside: first.runId },
        signal,
      );
      if (!run || stepTogether(first, run)) return run;
      // A server that does not know of `alongside` gives whichever is next.
      const { runId, attempt, leaseToken } = run;
      await client.finish(runId, { attempt, leaseToken, outcome: 'released' });
    } catch (error) {
      log(`No other run was asked for: ${error instanceof Error ? error.message : String(error)}`);
    }
    return null;
  };

  // While it waits for room it asks for no run, and would be taken for dead.
  let seenAtMs = performance.now();
  const seen = async () => {
    if (performance.now() - seenAtMs < seenEveryMs) return;
    seenAtMs = performance.now();
    await register();
  };

  try {
    let workerId = await register();
    await deliverLeftovers({ client, home, spoolFolder, abandon, log });
    await removeLeftovers(home, Date.now(), log);
    const origin = await describeOrigin(programRoot);
    while (!signal.aborted) {
      try {
        await share?.untilRoom(signal, seen);
        // Another's run on the device would be timed as well, and its memory is not this one's to take.
        if (!share || (await share.isFree())) calibrator.idle();
        const run = await untilAnswered(
          () => client.lease({ workerId, waitMs: leaseWaitMs, startedTogether }, signal),
          signal,
          log,
        );
        if (!run) continue;
        calibrator.busy();
        const job = { threads, engine, device, origin, handBackLimitMs };
        const lessee = workerId;
        const team = new TrainerTeam({
          share,
          mayStepTogether,
          another: (first) => another(first, lessee),
          execute: (run, seat) =>
            executeRun({ run, client, home, spoolFolder, seat, ...job, signal, abandon, log }),
        });
        if ((await team.train(run)) === undefined) continue;
        mayStepTogether = false;
        log('Runs of this worker step by themselves from now on.');
      } catch (error) {
        // A server whose database was replaced has never heard of this worker.
        if (error instanceof HeldoutError && error.code === 'not_found') workerId = await register();
        else throw error;
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    calibrator.busy();
  }
}

/** What workers that are no longer alive did not get to tell. */
async function deliverLeftovers(options: {
  client: ProtocolClient;
  home: string;
  spoolFolder: string;
  abandon: AbortSignal;
  log: (line: string) => void;
}): Promise<void> {
  for (const spool of await Spool.recover(options.spoolFolder)) {
    const { runId, attempt } = spool.owner;
    options.log(`Sending what is left of run ${runId}, attempt ${attempt}.`);
    const delivery = new Delivery({
      client: options.client,
      spool,
      events: {
        command: () => undefined,
        fenced: (error) => options.log(`Dropped what was left of run ${runId}: ${error.message}`),
        log: options.log,
      },
      now: () => performance.now(),
      leaseTtlMs: Number.POSITIVE_INFINITY,
      abandon: options.abandon,
    });
    await removeWhenOver(options.home, runId, await delivery.resume());
  }
}

function abortedLater(signal: AbortSignal, delayMs: number): AbortSignal {
  const later = new AbortController();
  const abortLater = () => void setTimeout(() => later.abort(), delayMs).unref();
  if (signal.aborted) abortLater();
  else signal.addEventListener('abort', abortLater, { once: true });
  return later.signal;
}
