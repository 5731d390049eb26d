import type { DeviceEngine } from '@/lib/engine/engine';
import type { ModelConfig } from './config';
import { firstValues, fromDevice, toDevice } from './deviceState';
import type { OptimizerConfig } from './optimizer';
import { parameterInput } from './parameterInputs';
import { parametersOf } from './parameters';
import { ReplicaInference } from './replicaInference';
import { createReplicaTraining, type ReplicaTraining } from './replicaTraining';
import type { TokenBatch } from './tokenBatch';
import { isFiniteStep, type KnownStep, type ParameterSnapshot, type TrainingState } from './training';

/** A model in a stack; known by its identity. */
export interface StackMember {
  readonly model: ModelConfig;
  readonly seed: number;
}

/** One member's part of a step. */
export interface StackStep<Member extends StackMember> {
  readonly member: Member;
  readonly batch: TokenBatch;
  readonly step: number;
  readonly learningRate: number;
}

/** Members that are on the device as replicas. */
interface Graph<Member> {
  readonly training: ReplicaTraining;
  readonly members: readonly Member[];
  /** Made when it is first needed. */
  inference: ReplicaInference | undefined;
}

interface Held {
  /** What it has come to, while it is not in the graph; undefined: nothing yet. */
  state: TrainingState | undefined;
  known: KnownStep[];
  /** Counts what may have changed its parameters. */
  version: number;
}

/**
 * Models that are one graph as far as they step together, and states on the host otherwise: whoever steps with others than
 * last time, or is given another state, goes through the host. Calls must not overlap.
 */
export class ReplicaStack<Member extends StackMember> {
  readonly #held = new Map<Member, Held>();
  #graph: Graph<Member> | undefined;
  /** Somebody in the graph has diverged, and would stay as it is there. */
  #hasDiverged = false;

  constructor(
    readonly engine: DeviceEngine,
    readonly optimizer: OptimizerConfig,
    readonly stepsInFlight: number,
  ) {}

  /**
   * One update of each member that is named, as ReplicaTraining.queue.
   *
   * @throws HeldoutError invalid_config, invalid_input where they cannot step as one graph
   */
  async step(parts: readonly StackStep<Member>[]): Promise<void> {
    const [first] = parts;
    if (first === undefined) return;
    const { training } = await this.#form(parts.map(({ member }) => member));
    await training.queue(
      parts.map(({ batch }) => batch),
      first.step,
      parts.map(({ learningRate }) => learningRate),
    );
    for (const { member } of parts) this.#of(member).version += 1;
    this.#takeIn(training.known());
  }

  /**
   * What evaluates and translates for several members at once, with their parameters where they are: the graph, whose
   * other members it computes with for nothing. Where there is no graph yet, one is formed.
   *
   * @param present members that are likely to step next
   * @returns undefined where it would not: for a member by itself, beside others in the graph, and for one that is in none
   */
  async inference(
    members: readonly Member[],
    present: readonly Member[],
  ): Promise<{ inference: ReplicaInference; members: readonly Member[] } | undefined> {
    if (!this.#graph && members.length > 1) await this.#form(present);
    const graph = this.#graph;
    if (!graph || members.some((member) => !graph.members.includes(member))) return undefined;
    if (members.length === 1 && graph.members.length > 1) return undefined;
    const { training } = graph;
    const parameters = await training.settledParameters();
    graph.inference ??= new ReplicaInference(
      this.engine,
      training.model,
      parameters,
      training.executables,
      graph.members.length,
    );
    return { inference: graph.inference, members: graph.members };
  }

  /** Waits for the queued steps of all. */
  async settle(): Promise<void> {
    if (this.#graph) this.#takeIn(await this.#graph.training.settle());
  }

  /** As Training.known, without waiting. */
  known(member: Member): KnownStep[] {
    return this.#of(member).known.splice(0);
  }

  /** Another number than before wherever its parameters may be others. */
  version(member: Member): number {
    return this.#of(member).version;
  }

  async readParameters(member: Member): Promise<ParameterSnapshot> {
    const place = this.#placeOf(member);
    if (place !== undefined) return place.training.readParameters(place.replica);
    return toDevice(member.model, await this.exportState(member)).parameters;
  }

  async exportState(member: Member): Promise<TrainingState> {
    const place = this.#placeOf(member);
    if (place !== undefined) return place.training.exportState(place.replica);
    return this.#of(member).state ?? firstState(member);
  }

  /** @throws HeldoutError invalid_input where the state belongs to another model; nothing is changed then */
  async importState(member: Member, state: TrainingState): Promise<void> {
    toDevice(member.model, state);
    if (this.#placeOf(member)) await this.#dissolve();
    const held = this.#of(member);
    held.state = state;
    held.version += 1;
  }

  /** @throws HeldoutError invalid_input where they are another model's; nothing is changed then */
  async writeParameters(member: Member, parameters: ParameterSnapshot): Promise<void> {
    const place = this.#placeOf(member);
    if (place !== undefined) {
      await place.training.writeParameters(place.replica, parameters);
      this.#of(member).version += 1;
      return;
    }
    const state = await this.exportState(member);
    const written = parametersOf(member.model).map(({ name, shape }) => {
      const values = parameters[parameterInput(name)];
      // One that is missing has no elements, which importState refuses.
      return [`parameters/${name}`, { shape, values: Float32Array.from(values ?? []) }] as const;
    });
    await this.importState(member, {
      ...state,
      tensors: { ...state.tensors, ...Object.fromEntries(written) },
    });
  }

  /** Nothing is asked of it any more. */
  remove(member: Member): void {
    this.#held.delete(member);
  }

  async dispose(): Promise<void> {
    this.#held.clear();
    await this.#graph?.inference?.dispose();
    await this.#graph?.training.dispose();
    this.#graph = undefined;
  }

  async #form(members: readonly Member[]): Promise<Graph<Member>> {
    const isSame =
      this.#graph?.members.length === members.length &&
      this.#graph.members.every((member, at) => member === members[at]);
    if (this.#graph && isSame && !this.#hasDiverged) return this.#graph;
    await this.#dissolve();
    const replicas = members.map((member) => ({
      model: member.model,
      seed: member.seed,
      state: this.#of(member).state,
    }));
    const training = await createReplicaTraining(this.engine, replicas, this.optimizer, this.stepsInFlight);
    // The device has them now.
    for (const member of members) this.#of(member).state = undefined;
    const graph = { training, members, inference: undefined };
    this.#graph = graph;
    return graph;
  }

  async #dissolve(): Promise<void> {
    if (!this.#graph) return;
    const { training, members, inference } = this.#graph;
    this.#takeIn(await training.settle());
    for (const [replica, member] of members.entries()) {
      const held = this.#held.get(member);
      if (held) held.state = await training.exportState(replica);
    }
    this.#graph = undefined;
    this.#hasDiverged = false;
    await inference?.dispose();
    await training.dispose();
  }

  #takeIn(known: readonly (readonly KnownStep[])[]): void {
    for (const [replica, steps] of known.entries()) {
      const member = this.#graph?.members[replica];
      if (member !== undefined) this.#held.get(member)?.known.push(...steps);
      if (steps.some((step) => !isFiniteStep(step))) this.#hasDiverged = true;
    }
  }

  #placeOf(member: Member): { training: ReplicaTraining; replica: number } | undefined {
    const replica = this.#graph?.members.indexOf(member) ?? -1;
    return this.#graph && replica >= 0 ? { training: this.#graph.training, replica } : undefined;
  }

  #of(member: Member): Held {
    const held = this.#held.get(member) ?? { state: undefined, known: [], version: 0 };
    this.#held.set(member, held);
    return held;
  }
}

function firstState({ model, seed }: StackMember): TrainingState {
  const { parameters, moments } = firstValues(model, seed);
  return fromDevice(model, { ...parameters, ...moments }, 0);
}
