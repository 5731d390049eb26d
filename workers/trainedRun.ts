import { readFile } from 'node:fs/promises';
import { decodePairs } from '@/lib/data/canonical';
import { HeldoutError } from '@/lib/domain/errors';
import type { LogLine } from '@/lib/domain/protocol';
import { flopsPerStep } from '@/lib/model/flops';
import { GroupStepFailed, type ReplicaGroup } from '@/lib/model/replicaGroup';
import { createModelSession, type ModelSession, type ModelSessionOptions } from '@/lib/model/session';
import { FolderCheckpoints } from '@/lib/train/checkpoints/checkpointStore';
import { identityOf } from '@/lib/train/checkpoints/identity';
import type { TrainReporter } from '@/lib/train/reporter';
import { type TrainRunOptions, trainRun } from '@/lib/train/trainRun';
import { estimateDeviceMemory } from './deviceMemory';
import { describeEnvironment, version } from './environment';
import { resourceMeter } from './resources';
import { shapeClassOf } from './shapeClasses';
import {
  encodeScores,
  encodeValues,
  type TrainerJob,
  type TrainerMessageInput,
  type TrainerOrder,
} from './trainerMessages';

export interface TrainedRunOptions {
  job: TrainerJob;
  tell(message: TrainerMessageInput): void;
  /** The group of the process, of so many runs. */
  groupOf(size: number): ReplicaGroup;
  /** As ModelSessionOptions. */
  stepsInFlight: number | undefined;
}

type DeviceQuestion = Parameters<NonNullable<TrainRunOptions['beforeEngine']>>[0];

/** One run in a trainer's process: what its worker orders, and what it tells. */
export class TrainedRun {
  readonly #options: TrainedRunOptions;
  readonly #store: FolderCheckpoints;
  #shouldStop = false;
  #shouldHandBack = false;
  #givenUp: HeldoutError | undefined;
  #hasEnded = false;
  /** Where it steps together with others. */
  #group: { group: ReplicaGroup; replica: number } | undefined;
  #admit: () => void = () => undefined;
  #refuse: (reason: Error) => void = () => undefined;
  readonly #admitted: Promise<void>;

  constructor(options: TrainedRunOptions) {
    const { job } = options;
    const { attempt, engine, threads, checkpoints } = job;
    const { folder } = checkpoints;
    this.#options = options;
    this.#store = new FolderCheckpoints({ folder, identity: identityOf(job), attempt, engine, threads });
    this.#admitted = new Promise((resolve, reject) => {
      this.#admit = resolve;
      this.#refuse = reject;
    });
    // Of one that never asks nobody waits for the answer.
    this.#admitted.catch(() => undefined);
  }

  take(order: Exclude<TrainerOrder, { type: 'start' }>): void {
    switch (order.type) {
      case 'stop':
        this.#shouldStop = true;
        break;
      case 'handBack':
        this.#shouldHandBack = true;
        break;
      case 'admitted':
        if (order.replicas > 1) {
          const group = this.#options.groupOf(order.replicas);
          this.#group = { group, replica: order.replica };
          // It was given up while the order was on its way: the others must not wait for it.
          if (this.#hasEnded) group.leave(order.replica);
        }
        this.#admit();
        break;
      case 'giveUp':
        this.#giveUp(new HeldoutError('internal', 'The run was given up by its worker.'));
        break;
      case 'acknowledged':
        this.#store.acknowledge(order.step);
    }
  }

  /** @returns the last message */
  async train(): Promise<TrainerMessageInput> {
    try {
      const end = await this.#train();
      if (end.outcome === 'stopped') return { type: 'stopped', decision: end.decision };
      return { type: end.outcome };
    } catch (error) {
      if (error instanceof GroupStepFailed) return { type: 'apart', reason: error.message };
      if (error instanceof HeldoutError) {
        return { type: 'failed', error: { code: error.code, message: error.message } };
      }
      console.error(error);
      const message = error instanceof Error ? error.message : String(error);
      return { type: 'failed', error: { code: 'internal', message: `Training failed: ${message}` } };
    } finally {
      this.#hasEnded = true;
      this.#group?.group.leave(this.#group.replica);
    }
  }

  async #train() {
    const { job, stepsInFlight } = this.#options;
    const { models, asksForDevice, ...run } = job;
    const { checkpoints } = run;
    return trainRun({
      ...run,
      checkpoints: { ...checkpoints, store: this.#store },
      ...(stepsInFlight === undefined ? {} : { stepsInFlight }),
      ...(models ? { models: { ...models, heldout: version } } : {}),
      pairs: decodePairs(await readFile(job.corpusPath)),
      environment: { ...describeEnvironment(job.device), ...job.origin },
      ...(asksForDevice ? { beforeEngine: (need) => this.#askForDevice(need) } : {}),
      createSession: (options) => this.#createSession(options),
      reporter: this.#reporter(),
      resources: resourceMeter(),
      now: () => performance.now(),
    });
  }

  /** Waits for as long as it takes: the worker gives the run up where there is no room, or it is wanted back. */
  async #askForDevice({ model, shapes }: DeviceQuestion): Promise<void> {
    const flops = shapes.map((shape) => flopsPerStep(model, shape));
    this.#options.tell({
      type: 'needs',
      memory: estimateDeviceMemory(model, shapes, this.#options.job.config.beamWidth),
      shapeClass: shapeClassOf(Math.max(0, ...flops)),
    });
    await this.#admitted;
  }

  async #createSession(options: ModelSessionOptions): Promise<ModelSession> {
    if (this.#givenUp) throw this.#givenUp;
    if (!this.#group) return createModelSession(options);
    const { group, replica } = this.#group;
    const session = await group.session(replica, options);
    if (this.#givenUp) group.abort(replica, this.#givenUp);
    return session;
  }

  #giveUp(reason: HeldoutError): void {
    this.#givenUp = reason;
    this.#refuse(reason);
    this.#group?.group.abort(this.#group.replica, reason);
  }

  #reporter(): TrainReporter {
    const { tell } = this.#options;
    return {
      facts: (facts) => tell({ type: 'facts', facts }),
      points: (step, values) =>
        tell({ type: 'points', step, timeMs: Date.now(), values: encodeValues(values) }),
      sample: (sample) => tell({ type: 'sample', sample }),
      testSet: (part) => tell({ type: 'testSet', part }),
      hypotheses: (part) => tell({ type: 'hypotheses', part }),
      finalScores: ({ scores, ...at }) =>
        tell({ type: 'finalScores', scores: { ...at, scores: encodeScores(scores) } }),
      artifact: (artifact) => tell({ type: 'artifact', artifact }),
      log: (level: LogLine['level'], text: string) =>
        tell({ type: 'log', line: { timeMs: Date.now(), level, text } }),
      progress: (progress) => tell({ type: 'progress', progress }),
      checkpoint: (step) => tell({ type: 'checkpoint', step }),
      model: (model) => tell({ type: 'model', model }),
      testing: () => tell({ type: 'testing' }),
      shouldStop: () => this.#shouldStop,
      shouldHandBack: () => this.#shouldHandBack,
    };
  }
}
