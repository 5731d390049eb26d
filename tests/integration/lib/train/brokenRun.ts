import { join } from 'node:path';
import { resolveConfig, type Settings } from '@/lib/domain/config';
import type { StoppingSpec } from '@/lib/domain/stopping';
import type { EngineId } from '@/lib/engine/engine';
import { createModelSession, type ModelSession, type TrainingState } from '@/lib/model/session';
import { FolderCheckpoints, findNewestCheckpoint } from '@/lib/train/checkpoints/checkpointStore';
import type { FileLayer } from '@/lib/train/checkpoints/fileLayer';
import { identityOf } from '@/lib/train/checkpoints/identity';
import { type TrainRunEnd, type TrainRunOptions, trainRun } from '@/lib/train/trainRun';
import { Recorder } from './recorder';
import { smallCorpus, smallSplit } from './smallCorpus';

/** Enough for epochs in which running metrics gather over several steps. */
const pairs = smallCorpus.flatMap(({ source, target }) => [
  { source, target },
  { source: source.replace('.', '!'), target: target.replace('。', '！') },
]);

/** Where an attempt dies: at the n-th call of one kind, counted from 1 within the attempt. */
export interface Death {
  call: 'trainStep' | 'evaluate' | 'translate';
  count: number;
}

export class Died extends Error {}

export interface BrokenRunOptions {
  home: string;
  settings: Settings;
  stopping?: StoppingSpec;
  objective?: TrainRunOptions['objective'];
  engine?: EngineId;
  files?: FileLayer;
  /** Training steps between two checkpoints within an epoch. */
  everySteps?: number;
}

/**
 * One run over several attempts, with what the server and the disk do between them: an attempt goes on from the newest
 * whole checkpoint that the server knows of, and the server cuts what is later.
 */
export class BrokenRun {
  readonly recorder = new Recorder();
  readonly folder: string;
  /** As the server knows it. */
  checkpointStep = 0;
  resumedFrom: number[] = [];
  /** At the end of the last attempt: parameters, moments and updates. */
  state: TrainingState | undefined;
  readonly #options: BrokenRunOptions;
  #attempt = 0;

  constructor(options: BrokenRunOptions) {
    this.#options = options;
    this.folder = join(options.home, 'checkpoints', 'run-1');
  }

  async attempt(death?: Death, changed: Partial<TrainRunOptions> = {}): Promise<TrainRunEnd> {
    const { settings, files, everySteps = 3, engine = 'onnx-cpu' } = this.#options;
    this.#attempt++;
    const run = {
      config: resolveConfig(settings),
      split: smallSplit,
      objective: this.#options.objective ?? {
        metric: 'validation/loss',
        goal: 'minimize',
        report: 'test/bleu',
      },
      targetLanguage: 'zh',
      corpusFingerprint: 'a'.repeat(64),
      seed: 1,
    } as const;
    const identity = identityOf(run);
    const found = findNewestCheckpoint(this.folder, this.checkpointStep, identity, files);
    const resumeFrom = found?.position.step ?? 0;
    this.resumedFrom.push(resumeFrom);
    this.checkpointStep = resumeFrom;
    this.recorder.cutAfter(resumeFrom);
    const store = new FolderCheckpoints({
      folder: this.folder,
      identity,
      attempt: this.#attempt,
      engine,
      threads: 1,
      ...(files ? { files } : {}),
    });
    let steps = 0;
    const tell = this.recorder.checkpoint.bind(this.recorder);
    this.recorder.checkpoint = (step) => {
      tell(step);
      this.checkpointStep = step;
      store.acknowledge(step);
    };
    try {
      return await trainRun({
        ...run,
        pairs,
        threads: 1,
        engine,
        environment: {},
        reporter: this.recorder,
        // A clock of training steps.
        now: () => steps,
        checkpoints: { store, resumeFrom, everyMs: everySteps },
        ...(this.#options.stopping ? { stopping: this.#options.stopping } : {}),
        createSession: async (options) => {
          const session = await createModelSession(options);
          const counted = mortal(session, death, () => steps++);
          const dispose = session.dispose.bind(session);
          counted.dispose = async () => {
            this.state = await session.exportState();
            await dispose();
          };
          return counted;
        },
        ...changed,
      });
    } finally {
      this.recorder.checkpoint = tell;
    }
  }

  /** Attempts that die one after the other, and one that does not. */
  async through(deaths: readonly Death[]): Promise<TrainRunEnd> {
    for (const death of deaths) {
      const outcome = await this.attempt(death).catch((error: unknown) => error);
      if (!(outcome instanceof Died))
        throw new Error(`it did not die at ${JSON.stringify(death)}: ${outcome}`);
    }
    return this.attempt();
  }
}

function mortal(session: ModelSession, death: Death | undefined, onStep: () => void): ModelSession {
  const { queueStep, evaluate, beamDecode } = session;
  let left = death?.count ?? Number.POSITIVE_INFINITY;
  const live = (call: Death['call']) => {
    if (death?.call !== call) return;
    left--;
    if (left === 0) throw new Died(call);
  };
  session.queueStep = async (...given) => {
    onStep();
    await queueStep.apply(session, given);
    // After the update: parameters in memory are ahead of what was told.
    live('trainStep');
  };
  session.evaluate = async (...given) => {
    live('evaluate');
    return evaluate.apply(session, given);
  };
  session.beamDecode = async (...given) => {
    live('translate');
    return beamDecode.apply(session, given);
  };
  return session;
}
