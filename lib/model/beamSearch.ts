import { HeldoutError } from '@/lib/domain/errors';
import type { TensorValues } from '@/lib/engine/engine';
import {
  Beam,
  type BeamRules,
  type Continuation,
  type Hypothesis,
  impossible,
  type ScoredHypothesis,
} from './beam';
import { padId, startId } from './config';
import { DecodeChunk, type DecodeContext, mostOf } from './decodeChunk';
import { beamStepProgram, choicesOf } from './decodePrograms';
import { longestOfEach, mostGroups, planChunks } from './decodeShapes';

export interface BeamOptions {
  /** Hypotheses a sentence: a positive integer. */
  readonly width: number;
  /** Tokens that a hypothesis can have, END included; at most the model's maxLength. */
  readonly maxNewTokens: number;
  /**
   * The exponent α of the length penalty (see lengthPenaltyOf), 0 or more; 0 compares log-probabilities as they are.
   * Default: 0.6, as in Vaswani et al. 2017 §6.1.
   */
  readonly lengthPenalty?: number;
}

/**
 * Beam search: at each position, the `width` most probable continuations of a sentence's hypotheses are kept, until no
 * live hypothesis can beat the best ended one. The result is the ended hypothesis of the best penalised log-probability;
 * where none ends within maxNewTokens, the most probable live one. It can be worse than greedy decoding's by the same
 * measure: where a hypothesis that starts well ends badly, the greedy one may have been dropped for it.
 *
 * @param options see checkBeamOptions
 * @returns for each source, in the given order, its best hypothesis
 */
export async function searchBeams(
  context: DecodeContext,
  sources: readonly Int32Array[],
  options: BeamOptions,
): Promise<Hypothesis[]> {
  return (await searchReplicas(context, [sources], options)).flat();
}

/**
 * As searchBeams, of as many models as the context has replicas, in the steps of the one with the most to do.
 *
 * @param sources of each replica; those in one place are searched in one chunk, whose shape is that of the longest
 * @returns of each replica, for each of its sources, its best hypothesis
 */
export async function searchReplicas(
  context: DecodeContext,
  sources: readonly (readonly Int32Array[])[],
  options: BeamOptions,
): Promise<Hypothesis[][]> {
  return (await runBeams(context, sources, options)).map((beams) => beams.map(({ best }) => best));
}

/** The same search, with every hypothesis that it ended with, the best first. */
export async function searchCandidates(
  context: DecodeContext,
  sources: readonly Int32Array[],
  options: BeamOptions,
): Promise<ScoredHypothesis[][]> {
  return (await runBeams(context, [sources], options)).flat().map(({ ranked }) => ranked);
}

async function runBeams(
  context: DecodeContext,
  sources: readonly (readonly Int32Array[])[],
  { width, maxNewTokens, lengthPenalty = 0.6 }: BeamOptions,
): Promise<Beam[][]> {
  const { maxLength } = context.config;
  const rules = { width, maxNewTokens: Math.min(maxNewTokens, maxLength), lengthPenalty };
  const beams = sources.map((own) => own.map(() => new Beam(rules)));
  const most = mostGroups(context.config, width, rules.maxNewTokens);
  for (const chunk of planChunks(longestOfEach(sources), maxLength, most)) {
    await searchChunk(
      context,
      sources.map((own) => chunk.flatMap((place) => own[place] ?? [])),
      beams.map((own) => chunk.flatMap((place) => own[place] ?? [])),
      rules,
    );
  }
  return beams;
}

/** @throws HeldoutError invalid_input */
export function checkBeamOptions({ width, lengthPenalty = 0 }: BeamOptions): void {
  if (!Number.isInteger(width) || width < 1) {
    throw new HeldoutError(
      'invalid_input',
      `Beam search failed: the width is ${width}, expected an integer from 1 (which is greedy decoding).`,
    );
  }
  if (!Number.isFinite(lengthPenalty) || lengthPenalty < 0) {
    throw new HeldoutError(
      'invalid_input',
      `Beam search failed: the length penalty is ${lengthPenalty}, expected 0 (none) or more.`,
    );
  }
}

/** A sentence in a chunk: its hypotheses are the rows group · width … of the batch. */
interface Open {
  readonly beam: Beam;
  group: number;
}

async function searchChunk(
  context: DecodeContext,
  sources: readonly (readonly Int32Array[])[],
  beams: readonly (readonly Beam[])[],
  { width, maxNewTokens }: BeamRules,
): Promise<void> {
  if (maxNewTokens === 0) return;
  const { config, states } = context;
  const chunk = await DecodeChunk.encode(context, sources, width);
  let open: Open[][] = beams.map((own) => own.map((beam, group) => ({ beam, group })));
  for (let position = 0; mostOf(open) > 0; position += 1) {
    let parents = open.map((own) => parentRows(own, chunk.rows, width));
    if (chunk.shouldMove(position, open)) {
      const kept = open.map((own) => own.map(({ group }) => group));
      const rows = kept.map((own, replica) =>
        own.flatMap((group) => [...(parents[replica]?.subarray(group * width, (group + 1) * width) ?? [])]),
      );
      await chunk.keep(kept, rows, position);
      for (const own of open) for (const [group, sentence] of own.entries()) sentence.group = group;
      parents = open.map(() => everyRow(chunk.rows));
    }
    const outputs = await chunk.step(
      'beam',
      (shape) => beamStepProgram(config, shape, states.memory),
      open.map((own, replica) => ({
        ...hypothesisFeeds(own, chunk.rows, width),
        parents: parents[replica] ?? everyRow(chunk.rows),
        position: Int32Array.of(position),
      })),
    );
    for (const [replica, own] of open.entries()) {
      for (const { beam, group } of own)
        beam.advance(continuations(outputs[replica] ?? {}, group, width, choicesOf(config, width)));
    }
    open = open.map((own) => own.filter(({ beam }) => !beam.done));
  }
}

function everyRow(rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row);
}

/** For each row, the row whose keys and values its hypothesis continues; a row without one keeps its own. */
function parentRows(open: readonly Open[], rows: number, width: number): Int32Array {
  const parents = everyRow(rows);
  for (const { beam, group } of open) {
    for (const [at, { parent }] of beam.live.entries()) parents[group * width + at] = group * width + parent;
  }
  return parents;
}

/** Each live hypothesis's last token, and its log-probability; rows without one cannot be continued. */
function hypothesisFeeds(open: readonly Open[], rows: number, width: number) {
  const tokens = new Int32Array(rows).fill(padId);
  const scores = new Float32Array(rows).fill(impossible);
  for (const { beam, group } of open) {
    for (const [at, hypothesis] of beam.live.entries()) {
      tokens[group * width + at] = hypothesis.tokens.at(-1) ?? startId;
      scores[group * width + at] = hypothesis.logProbability;
    }
  }
  return { tokens, scores };
}

/** Reads a sentence's part of what beamStepProgram returns. */
function* continuations(
  { ids, picks, scores }: Readonly<Record<string, TensorValues>>,
  group: number,
  width: number,
  choices: number,
): Generator<Continuation> {
  for (let at = group * width; at < (group + 1) * width; at += 1) {
    const pick = picks?.[at] ?? 0;
    yield {
      parent: Math.floor(pick / choices),
      token: ids?.[group * width * choices + pick] ?? padId,
      logProbability: scores?.[at] ?? impossible,
    };
  }
}
