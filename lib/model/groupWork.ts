import type { BeamOptions } from './beamSearch';
import type { MemberInference } from './memberInference';
import type { Asked } from './rendezvous';
import type { EvaluateResult } from './replicaInference';
import type { ReplicaStack, StackMember } from './replicaStack';
import { shapeKey, type TokenBatch } from './tokenBatch';

/** Something that several members of a group can be served with at once. */
export type Work =
  | {
      readonly kind: 'step';
      readonly batch: TokenBatch;
      readonly step: number;
      readonly learningRate: number;
      resolve(): void;
    }
  | { readonly kind: 'evaluation'; readonly batch: TokenBatch; resolve(result: EvaluateResult): void }
  | {
      readonly kind: 'translation';
      readonly sources: readonly Int32Array[];
      readonly options: BeamOptions;
      resolve(tokens: number[][]): void;
    };

type OfMember<Member> = { readonly member: Member };
export type Request<Member> = Work & Asked & OfMember<Member>;
type Of<Member, Kind extends Work['kind']> = Extract<Work, { kind: Kind }> & OfMember<Member>;

/** What a group computes with. */
export interface Means<Member extends StackMember> {
  readonly stack: ReplicaStack<Member>;
  readonly inference: MemberInference<Member>;
}

/**
 * What can be done at once has one key; evaluation and translation come before all steps, and steps in their order, so
 * that who is behind catches up.
 */
export function keyAndRank(work: Work): Pick<Asked, 'key' | 'rank'> {
  switch (work.kind) {
    case 'step':
      return { key: `step ${work.step}`, rank: work.step };
    case 'evaluation':
      return { key: shapeKey('evaluate', work.batch), rank: Number.NEGATIVE_INFINITY };
    case 'translation': {
      const { width, maxNewTokens, lengthPenalty = 'default' } = work.options;
      const key = `translate ${work.sources.length}, width ${width}, ${maxNewTokens} tokens, penalty ${lengthPenalty}`;
      return { key, rank: Number.NEGATIVE_INFINITY };
    }
  }
}

/**
 * Answers requests of one key.
 *
 * @param present as ReplicaStack.inference
 */
export async function serve<Member extends StackMember>(
  means: Means<Member>,
  together: readonly Request<Member>[],
  present: readonly Member[],
): Promise<void> {
  const steps = together.filter((request) => request.kind === 'step');
  const evaluations = together.filter((request) => request.kind === 'evaluation');
  const translations = together.filter((request) => request.kind === 'translation');
  if (steps.length > 0) await step(means, steps);
  if (evaluations.length > 0) await evaluate(means, evaluations, present);
  if (translations.length > 0) await translate(means, translations, present);
}

async function step<Member extends StackMember>(
  { stack }: Means<Member>,
  asked: readonly Of<Member, 'step'>[],
): Promise<void> {
  await stack.step(asked);
  for (const request of asked) request.resolve();
}

async function evaluate<Member extends StackMember>(
  { inference }: Means<Member>,
  asked: readonly Of<Member, 'evaluation'>[],
  present: readonly Member[],
): Promise<void> {
  const parts = asked.map(({ member, batch }) => ({ member, given: batch }));
  const results = await inference.evaluate(parts, present);
  for (const [at, result] of results.entries()) asked[at]?.resolve(result);
}

async function translate<Member extends StackMember>(
  { inference }: Means<Member>,
  asked: readonly Of<Member, 'translation'>[],
  present: readonly Member[],
): Promise<void> {
  const [first] = asked;
  if (first === undefined) return;
  const parts = asked.map(({ member, sources }) => ({ member, given: sources }));
  const results = await inference.translate(parts, present, first.options);
  for (const [at, tokens] of results.entries()) asked[at]?.resolve(tokens);
}
