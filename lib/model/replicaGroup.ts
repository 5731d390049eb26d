import { HeldoutError } from '@/lib/domain/errors';
import { createEngine, type DeviceEngine, type EngineId } from '@/lib/engine/engine';
import { checkConfig } from './checks';
import type { ModelConfig } from './config';
import { firstValues } from './deviceState';
import { ExecutableCache } from './executableCache';
import { keyAndRank, type Means, type Request, serve, type Work } from './groupWork';
import { checkedInference, type EvaluateResult, type Inference } from './inference';
import { MemberInference } from './memberInference';
import type { OptimizerConfig } from './optimizer';
import { parameterSignature } from './parameterInputs';
import { Rendezvous } from './rendezvous';
import { ReplicaInference } from './replicaInference';
import { ReplicaStack, type StackMember } from './replicaStack';
import { defaultStepsInFlight, type ModelSession, type ModelSessionOptions, TrainedModel } from './session';
import type { Training } from './training';
import { TurnLock } from './turnLock';

export interface ReplicaGroupOptions {
  readonly engine: EngineId;
  readonly threads: number;
  /** As ModelSessionOptions. */
  readonly stepsInFlight?: number | undefined;
}

const verbs = { step: 'Stepping', evaluation: 'Evaluating', translation: 'Translating for' };

/** What fails for all that compute together, whoever's fault it is: each may well go on by itself. */
export class GroupStepFailed extends HeldoutError {
  constructor(runs: number, kind: Work['kind'], cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super('internal', `${verbs[kind]} ${runs} runs as one graph failed: ${reason}`, { cause });
  }
}

interface Member extends StackMember {
  /** What everything that it is asked for rejects with. */
  failure: Error | undefined;
}

/** What all sessions of a group compute with. */
interface Shared extends Means<Member> {
  dispose(): Promise<void>;
}

/**
 * Training runs of one process that step as one graph on a device (createReplicaTraining), each through a session of its
 * own as if it were alone. A step is made, a batch evaluated and sentences translated once every place has asked for
 * something (Rendezvous): for all at once that ask for the same. Who is behind the others, because it goes on from an
 * earlier checkpoint, catches up first. Checkpoints and copies of parameters take turns.
 *
 * A place is waited for until it leaves, which it does when its session is disposed: also one that has diverged, because
 * its best parameters may be tested. The others go on as a smaller graph.
 */
export class ReplicaGroup {
  readonly #lock = new TurnLock();
  readonly #rendezvous: Rendezvous<Request<Member>>;
  /** By place; undefined until its session is made. */
  readonly #members: (Member | undefined)[];
  /** Sessions that are not disposed: with the last of them, what they share is. */
  #open = 0;
  #shared: Promise<Shared> | undefined;
  #optimizer: OptimizerConfig | undefined;

  /** @param size places 0, 1, … */
  constructor(
    readonly size: number,
    readonly options: ReplicaGroupOptions,
  ) {
    this.#members = Array.from({ length: size }, () => undefined);
    this.#rendezvous = new Rendezvous(
      size,
      (together) => this.#serve(together),
      (work) => this.#lock.run(work),
    );
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
      throw new GroupStepFailed(this.size, 'step', cause);
    });
    const member: Member = { model, seed, failure: undefined };
    this.#members[place] = member;
    this.#open += 1;
    return new TrainedModel(
      model,
      this.#training(place, member, shared),
      this.#inference(place, member),
      this.size,
      async () => this.leave(place),
    );
  }

  /** A place asks for nothing from now on: its run has come to its end, or never began. */
  leave(place: number): void {
    this.#rendezvous.leave(place);
  }

  /** Whatever the session of a place is asked for from now on rejects with this, and what it waits for. */
  abort(place: number, reason: Error): void {
    const member = this.#members[place];
    if (member) member.failure = reason;
    this.#rendezvous.abort(place, reason);
  }

  #training(place: number, member: Member, { stack, dispose }: Shared): Training {
    const exclusively = <Value>(work: () => Promise<Value>) => this.#exclusively(member, work);
    return {
      queue: (batch, step, learningRate) =>
        this.#ask<void>(place, member, (resolve) => ({ kind: 'step', batch, step, learningRate, resolve })),
      known: async (wait) => {
        if (wait) await exclusively(() => stack.settle());
        return stack.known(member);
      },
      readParameters: () => exclusively(() => stack.readParameters(member)),
      writeParameters: (parameters) => exclusively(() => stack.writeParameters(member, parameters)),
      exportState: () => exclusively(() => stack.exportState(member)),
      importState: (state) => exclusively(() => stack.importState(member, state)),
      dispose: async () => {
        stack.remove(member);
        this.#open -= 1;
        if (this.#open === 0 && this.#rendezvous.expected.length === 0) await this.#lock.run(dispose);
      },
    };
  }

  #inference(place: number, member: Member): Inference {
    return checkedInference(member.model, {
      evaluate: (batch) =>
        this.#ask<EvaluateResult>(place, member, (resolve) => ({ kind: 'evaluation', batch, resolve })),
      translate: (sources, options) =>
        this.#ask<number[][]>(place, member, (resolve) => ({
          kind: 'translation',
          sources,
          options,
          resolve,
        })),
      // What computes is all members'.
      dispose: async () => undefined,
    });
  }

  #ask<Result>(
    place: number,
    member: Member,
    describe: (resolve: (result: Result) => void) => Work,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (member.failure) throw member.failure;
      const work = describe(resolve);
      this.#rendezvous.ask({ ...work, ...keyAndRank(work), place, member, reject });
    });
  }

  async #exclusively<Value>(member: Member, work: () => Promise<Value>): Promise<Value> {
    return this.#lock.run(async () => {
      if (member.failure) throw member.failure;
      return work();
    });
  }

  async #serve(together: readonly Request<Member>[]): Promise<void> {
    const [first] = together;
    if (first === undefined) return;
    try {
      const shared = await this.#shared;
      if (shared === undefined) throw new RangeError('a place asks before it has a session');
      const present = this.#rendezvous.expected.flatMap((place) => this.#members[place] ?? []);
      await serve(shared, together, present);
    } catch (error) {
      throw new GroupStepFailed(together.length, first.kind, error);
    }
  }

  async #share(model: ModelConfig, optimizer: OptimizerConfig): Promise<Shared> {
    const { engine: id, threads, stepsInFlight = defaultStepsInFlight } = this.options;
    const engine = requireDevice(await createEngine({ id, threads }));
    const stack = new ReplicaStack<Member>(engine, optimizer, stepsInFlight);
    const parameters = await engine.createState(parameterSignature(model), firstValues(model, 0).parameters);
    const executables = new ExecutableCache(engine);
    const one = new ReplicaInference(engine, model, parameters, executables);
    return {
      stack,
      inference: new MemberInference(stack, one, parameters),
      dispose: async () => {
        await stack.dispose();
        await executables.dispose();
        await one.dispose();
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
