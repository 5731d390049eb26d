import { spawn } from 'node:child_process';
import type { FinishRequest } from '@/lib/domain/protocol';
import { trainerEnvironment } from './bootstrap/trainerEnvironment.mjs';
import { argumentsFor, programRoot } from './ownProcess';
import {
  type TrainerJob,
  type TrainerMessage,
  type TrainerOrder,
  trainerMessageSchema,
} from './trainerMessages';

/** Of what a trainer writes, this much at the end explains why it ended. */
const keptOutputCharacters = 2000;

export type TrainerEnd = Pick<FinishRequest, 'error' | 'decision'> & {
  /** released: handed back at a checkpoint. */
  outcome: 'finished' | 'stopped' | 'released' | 'failed';
};

export interface TrainerProcess {
  pid: number | undefined;
  /** Settles once the process is gone and everything it sent has been handled. */
  ended: Promise<TrainerEnd>;
  /** Asks it to come to an end after its current step. */
  stop(): void;
  /** Asks it to save a checkpoint after its current step and to exit; one that only translates its test split is killed. */
  handBack(): void;
  /** Tells it that there is room for it on the device. */
  admit(): void;
  /** Tells it that the server knows everything up to a checkpoint. */
  acknowledge(step: number): void;
  kill(): void;
}

/** Starts a trainer in a process of its own and a process group of its own: Ctrl-C is for the worker to handle. */
export function startTrainer(job: TrainerJob, onMessage: (message: TrainerMessage) => void): TrainerProcess {
  const child = spawn(process.execPath, argumentsFor(new URL('./trainer.ts', import.meta.url)), {
    cwd: programRoot,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...trainerEnvironment },
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-keptOutputCharacters);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);

  const order = (message: TrainerOrder) => {
    // A trainer that is gone answers through 'close'.
    if (child.connected) child.send(message, () => undefined);
  };

  let isTesting = false;
  let isHandingBack = false;
  const kill = () => child.kill('SIGKILL');
  const ended = new Promise<TrainerEnd>((resolve) => {
    let last: TrainerEnd | undefined;
    let step = 0;
    child.on('message', (raw) => {
      const parsed = trainerMessageSchema.safeParse(raw);
      if (!parsed.success) {
        last = failure('internal', `The trainer sent a message that is none: ${parsed.error.message}`);
        kill();
        return;
      }
      const message = parsed.data;
      last = endOf(message) ?? last;
      onMessage(message);
      if (message.type === 'progress') step = message.progress.step;
      if (message.type === 'testing') isTesting = true;
      if (isTesting && isHandingBack && !last) kill();
    });
    child.on('error', (error) => {
      resolve(failure('internal', `The trainer could not be started: ${error.message}`));
    });
    // 'close' and not 'exit': output and messages may still be on their way at 'exit'.
    child.on('close', (code, signal) => {
      resolve(last ?? failure('internal', describeDeath(code, signal, step, output)));
    });
  });

  order({ type: 'start', job });
  return {
    pid: child.pid,
    ended,
    stop: () => order({ type: 'stop' }),
    handBack: () => {
      isHandingBack = true;
      if (isTesting) kill();
      else order({ type: 'handBack' });
    },
    admit: () => order({ type: 'admitted' }),
    acknowledge: (acknowledged) => order({ type: 'acknowledged', step: acknowledged }),
    kill,
  };
}

function endOf(message: TrainerMessage): TrainerEnd | undefined {
  switch (message.type) {
    case 'finished':
      return { outcome: 'finished' };
    case 'stopped':
      return { outcome: 'stopped', ...(message.decision ? { decision: message.decision } : {}) };
    case 'handedBack':
      return { outcome: 'released' };
    case 'failed':
      return { outcome: 'failed', error: message.error };
    default:
      return undefined;
  }
}

function failure(code: string, message: string): TrainerEnd {
  return { outcome: 'failed', error: { code, message } };
}

function describeDeath(code: number | null, signal: string | null, step: number, output: string): string {
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
  const hint =
    signal === 'SIGKILL'
      ? ' (often the system running out of memory: lower batchTokens or dModel, or start fewer workers)'
      : '';
  const lastWords = output.trim() === '' ? '' : ` Its last output: ${output.trim()}`;
  return `The trainer's process was ended ${how} after step ${step}${hint}.${lastWords}`;
}
