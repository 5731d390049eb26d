import { HeldoutError } from '@/lib/domain/errors';
import { createEngine, type DeviceEngine, type EngineId, type EngineState } from '@/lib/engine/engine';
import { checkConfig } from './checks';
import type { ModelConfig } from './config';
import { firstValues } from './deviceState';
import { ExecutableCache } from './executableCache';
import { type Inference, StateInference } from './inference';
import type { OptimizerConfig } from './optimizer';
import { parameterSignature } from './parameterInputs';
import { ReplicaStack, type StackMember } from './replicaStack';
import { defaultStepsInFlight, type ModelSession, type ModelSessionOptions, TrainedModel } from './session';
import type { TokenBatch } from './tokenBatch';
import { isFiniteStep, type Training } from './training';
import { TurnLock } from './turnLock';

export interface ReplicaGroupOptions {
  readonly engine: EngineId;
  readonly threads: number;
  /** As ModelSessionOptions. */
  readonly stepsInFlight?: number | undefined;
}

/** What fails for all that step together, whoever's fault it is: each may well go on by itself. */
export class GroupStepFailed extends HeldoutError {
  constructor(runs: number, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super('internal', `Stepping ${runs} runs as one graph failed: ${reason}`, { cause });
  }
}

interface Asked {
  readonly batch: TokenBatch;
  readonly step: number;
  readonly learningRate: number;
  resolve(): void;
  reject(reason: Error): void;
}

interface Member extends StackMember {
  /** The step that it waits for. */
  asked: Asked | undefined;
  /** What everything that it is asked for rejects with. */
  failure: Error | undefined;
}

/** What all sessions of a group compute with. */
interface Shared {
  readonly stack: ReplicaStack<Member>;
  /** Evaluates and translates with whichever member's parameters were last written to its state. */
  readonly inference: Inference;
  readonly parameters: EngineState;
  dispose(): Promise<void>;
}

/**
 * Training runs of one process that step as one graph on a device (createReplicaTraining), each through a session of its
 * own as if it were alone. A step is made once every place has asked for its next one; who is behind the others, because
 * it goes on from an earlier checkpoint, catches up first. Evaluation, translation and checkpoints take turns.
 *
 * Who has left is not waited for: the others go on as a smaller graph.
 */
export class ReplicaGroup {
  readonly #lock = new TurnLock();
  /** By place; undefined until its session is made. */
  readonly #members: (Member | undefined)[];
  /** Places that will ask for a step, as far as is known. */
  readonly #expected: Set<number>;
  /** Sessions that are not disposed: with the last of them, what they share is. */
  #open = 0;
  #shared: Promise<Shared> | undefined;
  #optimizer: OptimizerConfig | undefined;
  #loaded: { member: Member; version: number } | undefined;
  #isStepping = false;

  /** @param size places 0, 1, … */
  constructor(
    readonly size: number,
    readonly options: ReplicaGroupOptions,
  ) {
    this.#members = Array.from({ length: size }, () => undefined);
    this.#expected = new Set(this.#members.keys());
  }

  /**
   * The session of one place, once.
   *
   * @throws GroupStepFailed where the engine cannot be opened for several; HeldoutError invalid_config where the optimizer
   *   is not the others'
   */
  async session(place: number, { model, optimizer, seed }: ModelSessionOptions): Promise<ModelSession> {
    checkConfig(model);
    this.#optimizer ??= optimizer;
    if (JSON.stringify(optimizer) !== JSON.stringify(this.#optimizer)) throw otherOptimizer();
    this.#shared ??= this.#share(model, optimizer);
    const shared = await this.#shared.catch((cause: unknown) => {
      throw new GroupStepFailed(this.size, cause);
    });
    const member: Member = { model, seed, asked: undefined, failure: undefined };
    this.#members[place] = member;
    this.#open += 1;
    return new TrainedModel(
      model,
      this.#training(place, member, shared),
      this.#inference(member, shared),
      this.size,
      async () => this.leave(place),
    );
  }

  /** A place asks for no step from now on: its run has come to its end, or never began. */
  leave(place: number): void {
    this.#expected.delete(place);
    this.#advance();
  }

  /** Whatever the session of a place is asked for from now on rejects with this, and what it waits for. */
  abort(place: number, reason: Error): void {
    const member = this.#members[place];
    if (member) {
      member.failure = reason;
      member.asked?.reject(reason);
      member.asked = undefined;
    }
    this.leave(place);
  }

  #training(place: number, member: Member, { stack, dispose }: Shared): Training {
    const exclusively = <Value>(work: () => Promise<Value>) => this.#exclusively(member, work);
    return {
      queue: (batch, step, learningRate) =>
        new Promise<void>((resolve, reject) => {
          if (member.failure) throw member.failure;
          member.asked = { batch, step, learningRate, resolve, reject };
          this.#expected.add(place);
          this.#advance();
        }),
      known: async (wait) => {
        if (wait) await exclusively(() => stack.settle());
        const known = stack.known(member);
        // One that has diverged is not waited for, unless it goes on.
        if (!known.every(isFiniteStep)) this.leave(place);
        return known;
      },
      readParameters: () => exclusively(() => stack.readParameters(member)),
      writeParameters: (parameters) => exclusively(() => stack.writeParameters(member, parameters)),
      exportState: () => exclusively(() => stack.exportState(member)),
      importState: (state) => exclusively(() => stack.importState(member, state)),
      dispose: async () => {
        stack.remove(member);
        this.#open -= 1;
        if (this.#open === 0 && this.#expected.size === 0) await this.#lock.run(this, dispose);
      },
    };
  }

  #inference(member: Member, shared: Shared): Inference {
    const withParameters = <Value>(work: () => Promise<Value>) =>
      this.#exclusively(member, async () => {
        await this.#load(member, shared);
        return work();
      });
    const { inference } = shared;
    return {
      evaluate: (batch) => withParameters(() => inference.evaluate(batch)),
      greedyDecode: (sources, longest) => withParameters(() => inference.greedyDecode(sources, longest)),
      beamDecode: (sources, options) => withParameters(() => inference.beamDecode(sources, options)),
      // It is all members'.
      dispose: async () => undefined,
    };
  }

  async #load(member: Member, { stack, parameters }: Shared): Promise<void> {
    const version = stack.version(member);
    if (this.#loaded?.member === member && this.#loaded.version === version) return;
    this.#loaded = undefined;
    await parameters.write(await stack.readParameters(member));
    this.#loaded = { member, version };
  }

  async #exclusively<Value>(member: Member, work: () => Promise<Value>): Promise<Value> {
    return this.#lock.run(member, () => {
      if (member.failure) throw member.failure;
      return work();
    });
  }

  /** Makes the next step, where everybody that is expected has asked for it. */
  #advance(): void {
    if (this.#isStepping) return;
    const asking = this.#members.flatMap((member) =>
      member?.asked ? [{ member, asked: member.asked }] : [],
    );
    if (asking.length === 0) return;
    if ([...this.#expected].some((place) => this.#members[place]?.asked === undefined)) return;
    const next = Math.min(...asking.map(({ asked }) => asked.step));
    const stepping = asking.filter(({ asked }) => asked.step === next);
    for (const { member } of stepping) member.asked = undefined;
    this.#isStepping = true;
    void this.#lock
      .run(this, () => this.#step(stepping))
      .finally(() => {
        this.#isStepping = false;
        this.#advance();
      });
  }

  async #step(stepping: readonly { member: Member; asked: Asked }[]): Promise<void> {
    try {
      const shared = await this.#shared;
      await shared?.stack.step(stepping.map(({ member, asked }) => ({ member, ...asked })));
      for (const { asked } of stepping) asked.resolve();
    } catch (error) {
      for (const { asked } of stepping) asked.reject(new GroupStepFailed(stepping.length, error));
    }
  }

  async #share(model: ModelConfig, optimizer: OptimizerConfig): Promise<Shared> {
    const { engine: id, threads, stepsInFlight = defaultStepsInFlight } = this.options;
    const engine = requireDevice(await createEngine({ id, threads }));
    const stack = new ReplicaStack<Member>(engine, optimizer, stepsInFlight);
    const signature = parameterSignature(model);
    const parameters = await engine.createState(signature, firstValues(model, 0).parameters);
    const executables = new ExecutableCache(engine);
    const inference = new StateInference(engine, model, parameters, executables);
    return {
      stack,
      inference,
      parameters,
      dispose: async () => {
        await stack.dispose();
        await executables.dispose();
        await inference.dispose();
        await parameters.dispose();
      },
    };
  }
}

function requireDevice(engine: Awaited<ReturnType<typeof createEngine>>): DeviceEngine {
  if (engine.memory === 'device') return engine;
  throw new HeldoutError(
    'unsupported_kernel',
    `Stepping several runs as one graph failed: ${engine.id} computes in host memory, which has no replicas; expected ` +
      'onnx-webgpu.',
  );
}

function otherOptimizer(): HeldoutError {
  return new HeldoutError(
    'invalid_config',
    'Stepping several runs as one graph failed: their optimizers differ, expected the same optimizer, weight decay and ' +
      'clip norm; train them by themselves.',
  );
}
