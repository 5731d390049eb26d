import { endId, padId, startId } from './config';
import { DecodeChunk, type DecodeContext, mostOf } from './decodeChunk';
import { greedyStepProgram } from './decodePrograms';
import { longestOfEach, mostGroups, planChunks } from './decodeShapes';

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
  return (await decodeReplicas(context, [sources], maxNewTokens)).flat();
}

/**
 * As decodeGreedily, of as many models as the context has replicas, in the steps of the one with the most to do.
 *
 * @param sources of each replica; those in one place are decoded in one chunk, whose shape is that of the longest
 * @returns of each replica, for each of its sources, the chosen tokens
 */
export async function decodeReplicas(
  context: DecodeContext,
  sources: readonly (readonly Int32Array[])[],
  maxNewTokens: number,
): Promise<number[][][]> {
  const { config } = context;
  const steps = Math.min(maxNewTokens, config.maxLength);
  const decoded = sources.map((own) => own.map((): Decoded => ({ tokens: [] })));
  const chunks = planChunks(longestOfEach(sources), config.maxLength, mostGroups(config, 1, steps));
  for (const chunk of chunks) {
    await decodeChunk(
      context,
      sources.map((own) => chunk.flatMap((place) => own[place] ?? [])),
      decoded.map((own) => chunk.flatMap((place) => own[place] ?? [])),
      steps,
    );
  }
  return decoded.map((own) => own.map(({ tokens }) => tokens));
}

/** A translation as far as it has come. */
interface Decoded {
  readonly tokens: number[];
}

/** One that has no END yet. */
interface Open extends Decoded {
  row: number;
}

async function decodeChunk(
  context: DecodeContext,
  sources: readonly (readonly Int32Array[])[],
  decoded: readonly (readonly Decoded[])[],
  steps: number,
): Promise<void> {
  if (steps === 0) return;
  const { config, states } = context;
  const chunk = await DecodeChunk.encode(context, sources, 1);
  let open: Open[][] = decoded.map((own) => own.map(({ tokens }, row) => ({ tokens, row })));
  for (let position = 0; position < steps && mostOf(open) > 0; position += 1) {
    if (chunk.shouldMove(position, open)) {
      const rows = open.map((own) => own.map(({ row }) => row));
      await chunk.keep(rows, rows, position);
      for (const own of open) for (const [row, sentence] of own.entries()) sentence.row = row;
    }
    const outputs = await chunk.step(
      'greedy',
      (shape) => greedyStepProgram(config, shape, states.memory),
      open.map((own) => ({ tokens: lastTokens(own, chunk.rows), position: Int32Array.of(position) })),
    );
    open = open.map((own, replica) =>
      own.filter(({ tokens, row }) => {
        const token = outputs[replica]?.['next']?.[row] ?? endId;
        if (token === endId) return false;
        tokens.push(token);
        return true;
      }),
    );
  }
}

/** Of each row; padding where its sentence has ended. */
function lastTokens(open: readonly Open[], rows: number): Int32Array {
  const tokens = new Int32Array(rows).fill(padId);
  for (const sentence of open) tokens[sentence.row] = sentence.tokens.at(-1) ?? startId;
  return tokens;
}
