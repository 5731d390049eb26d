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
import { DecodeChunk, type DecodeContext } from './decodeChunk';
import { beamStepProgram, choicesOf } from './decodePrograms';
import { mostGroups, planChunks } from './decodeShapes';

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
  return (await runBeams(context, sources, options)).map(({ best }) => best);
}

/** The same search, with every hypothesis that it ended with, the best first. */
export async function searchCandidates(
  context: DecodeContext,
  sources: readonly Int32Array[],
  options: BeamOptions,
): Promise<ScoredHypothesis[][]> {
  return (await runBeams(context, sources, options)).map(({ ranked }) => ranked);
}

async function runBeams(
  context: DecodeContext,
  sources: readonly Int32Array[],
  { width, maxNewTokens, lengthPenalty = 0.6 }: BeamOptions,
): Promise<Beam[]> {
  const { maxLength } = context.config;
  const rules = { width, maxNewTokens: Math.min(maxNewTokens, maxLength), lengthPenalty };
  const beams = sources.map(() => new Beam(rules));
  for (const chunk of planChunks(sources, maxLength, mostGroups(context.config, width, rules.maxNewTokens))) {
    await searchChunk(
      context,
      chunk.flatMap((index) => sources[index] ?? []),
      chunk.flatMap((index) => beams[index] ?? []),
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
  sources: readonly Int32Array[],
  beams: readonly Beam[],
  { width, maxNewTokens }: BeamRules,
): Promise<void> {
  if (maxNewTokens === 0) return;
  const { config, states } = context;
  const chunk = await DecodeChunk.encode(context, sources, width);
  let open: Open[] = beams.map((beam, group) => ({ beam, group }));
  for (let position = 0; open.length > 0; position += 1) {
    let parents = parentRows(open, chunk.rows, width);
    if (chunk.shouldMove(position, open.length)) {
      const kept = open.map(({ group }) => group);
      const rows = kept.flatMap((group) => [...parents.subarray(group * width, (group + 1) * width)]);
      await chunk.keep(kept, rows, position);
      for (const [group, sentence] of open.entries()) sentence.group = group;
      parents = everyRow(chunk.rows);
    }
    const outputs = await chunk.step('beam', (shape) => beamStepProgram(config, shape, states.memory), {
      ...hypothesisFeeds(open, chunk.rows, width),
      parents,
      position: Int32Array.of(position),
    });
    for (const { beam, group } of open)
      beam.advance(continuations(outputs, group, width, choicesOf(config, width)));
    open = open.filter(({ beam }) => !beam.done);
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
