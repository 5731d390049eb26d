import { endId, padId, startId } from './config';
import { DecodeChunk, type DecodeContext } from './decodeChunk';
import { greedyStepProgram } from './decodePrograms';
import { mostGroups, planChunks } from './decodeShapes';

/**
 * The most probable token at each position (of equal ones, the lowest id), given the ones chosen before it, until END or
 * maxNewTokens (at most the model's maxLength). Keys and values of earlier positions are kept where the engine computes,
 * so a step computes one position a sentence, and only tokens come and go. Sentences that have ended are dropped as soon
 * as that halves the rows.
 *
 * @returns for each source, in the given order, the chosen tokens without START and END
 */
export async function decodeGreedily(
  context: DecodeContext,
  sources: readonly Int32Array[],
  maxNewTokens: number,
): Promise<number[][]> {
  const { config } = context;
  const results: number[][] = sources.map(() => []);
  const steps = Math.min(maxNewTokens, config.maxLength);
  for (const chunk of planChunks(sources, config.maxLength, mostGroups(config, 1, steps))) {
    const chosen = await decodeChunk(
      context,
      chunk.flatMap((index) => sources[index] ?? []),
      steps,
    );
    for (const [at, index] of chunk.entries()) results[index] = chosen[at] ?? [];
  }
  return results;
}

/** A sentence that has no END yet. */
interface Open {
  readonly tokens: number[];
  row: number;
}

async function decodeChunk(
  context: DecodeContext,
  sources: readonly Int32Array[],
  steps: number,
): Promise<number[][]> {
  const { config, states } = context;
  const results: number[][] = sources.map(() => []);
  let open: Open[] = results.map((tokens, row) => ({ tokens, row }));
  if (steps === 0) return results;
  const chunk = await DecodeChunk.encode(context, sources, 1);
  for (let position = 0; position < steps && open.length > 0; position += 1) {
    if (chunk.shouldMove(position, open.length)) {
      const rows = open.map(({ row }) => row);
      await chunk.keep(rows, rows, position);
      for (const [row, sentence] of open.entries()) sentence.row = row;
    }
    const tokens = new Int32Array(chunk.rows).fill(padId);
    for (const sentence of open) tokens[sentence.row] = sentence.tokens.at(-1) ?? startId;
    const { next } = await chunk.step('greedy', (shape) => greedyStepProgram(config, shape, states.memory), {
      tokens,
      position: Int32Array.of(position),
    });
    open = open.filter(({ tokens, row }) => {
      const token = next?.[row] ?? endId;
      if (token === endId) return false;
      tokens.push(token);
      return true;
    });
  }
  return results;
}
