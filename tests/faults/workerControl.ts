import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { argumentsFor, programRoot } from '@/workers/ownProcess';
import { cleanUpLater, isRunning, trainersIn } from '../integration/workers/harness';
import type { FaultServer } from './serverControl';

const main = new URL('../../workers/main.ts', import.meta.url);

/** A real worker in a process of its own, as the supervisor starts it, with real trainers. */
export class FaultWorker {
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  readonly #gone: Promise<unknown>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#gone = new Promise((resolve) => child.once('exit', resolve));
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.lines.push(line));
    }
  }

  /** Killed after the test. */
  static start(server: FaultServer, name: string): FaultWorker {
    const settings = ['--threads=1', '--engine=onnx-cpu', '--device=test', `--name=${name}`];
    const child = spawn(process.execPath, argumentsFor(main, settings), {
      cwd: programRoot,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        HELDOUT_URL: server.url,
        HELDOUT_WORKER_TOKEN: server.workerToken,
        HELDOUT_HOME: server.home,
      },
    });
    const worker = new FaultWorker(child);
    cleanUpLater(() => worker.end('SIGKILL'));
    return worker;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Of its trainers the one that lives, if any. */
  get trainerPid(): number | undefined {
    return trainersIn(this.lines).findLast(isRunning);
  }

  get isGone(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.isGone) this.#child.kill(signal);
    await this.#gone;
  }
}
