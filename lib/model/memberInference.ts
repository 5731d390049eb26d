import type { EngineState } from '@/lib/engine/engine';
import type { BeamOptions } from './beamSearch';
import type { EvaluateResult, ReplicaInference } from './replicaInference';
import type { ReplicaStack, StackMember } from './replicaStack';
import type { TokenBatch } from './tokenBatch';

/** What one member is to be evaluated or translated with. */
export interface MemberPart<Member, Given> {
  readonly member: Member;
  readonly given: Given;
}

/** What the members of a request share. */
interface Work<Given, Result> {
  /** What a replica is given that is computed for nothing. */
  readonly idle: Given;
  compute(inference: ReplicaInference, given: readonly Given[]): Promise<Result[]>;
}

/**
 * Evaluation and translation for members of a stack: of several at once by their graph where they are in one, else one
 * after the other, with whichever one's parameters were last written to a state of one model. Calls must not overlap.
 */
export class MemberInference<Member extends StackMember> {
  #loaded: { member: Member; version: number } | undefined;

  /** @param one evaluates and translates with the parameters of `state`: both belong to the caller */
  constructor(
    readonly stack: ReplicaStack<Member>,
    readonly one: ReplicaInference,
    readonly state: EngineState,
  ) {}

  /**
   * @param parts batches of one shape
   * @param present as ReplicaStack.inference
   * @returns for each part, in their order
   */
  evaluate(
    parts: readonly MemberPart<Member, TokenBatch>[],
    present: readonly Member[],
  ): Promise<EvaluateResult[]> {
    const [first] = parts;
    if (first === undefined) return Promise.resolve([]);
    return this.#together(parts, present, {
      idle: first.given,
      compute: (inference, batches) => inference.evaluate(batches),
    });
  }

  /** As evaluate, of source sentences; greedily where the width is 1. */
  translate(
    parts: readonly MemberPart<Member, readonly Int32Array[]>[],
    present: readonly Member[],
    options: BeamOptions,
  ): Promise<number[][][]> {
    return this.#together(parts, present, {
      idle: [],
      compute: (inference, sources) => inference.translate(sources, options),
    });
  }

  async #together<Given, Result>(
    parts: readonly MemberPart<Member, Given>[],
    present: readonly Member[],
    { idle, compute }: Work<Given, Result>,
  ): Promise<Result[]> {
    const graph = await this.stack.inference(
      parts.map(({ member }) => member),
      present,
    );
    if (graph === undefined) {
      const results: Result[] = [];
      for (const { member, given } of parts) {
        await this.#load(member);
        results.push(...(await compute(this.one, [given])));
      }
      return results;
    }
    const givenTo = new Map(parts.map(({ member, given }) => [member, given]));
    const all = await compute(
      graph.inference,
      graph.members.map((member) => givenTo.get(member) ?? idle),
    );
    return parts.flatMap(({ member }) => {
      const result = all[graph.members.indexOf(member)];
      return result === undefined ? [] : [result];
    });
  }

  async #load(member: Member): Promise<void> {
    const version = this.stack.version(member);
    if (this.#loaded?.member === member && this.#loaded.version === version) return;
    this.#loaded = undefined;
    await this.state.write(await this.stack.readParameters(member));
    this.#loaded = { member, version };
  }
}
