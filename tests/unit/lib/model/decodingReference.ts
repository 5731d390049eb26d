import type { Engine, EngineState } from '@/lib/engine/engine';
import { endId, type ModelConfig, startId } from '@/lib/model/config';
import type { DecodeContext } from '@/lib/model/decodeChunk';
import { DecodeStates } from '@/lib/model/decodeState';
import { ExecutableCache } from '@/lib/model/executableCache';
import { initializeParameters } from '@/lib/model/initialize';
import { parameterInput, parameterSignature } from '@/lib/model/parameterInputs';
import { logitsProgram } from '@/lib/model/programs';
import { RandomStream } from '@/lib/model/random';
import { batchFeeds } from '@/lib/model/tokenBatch';

export const tinyModel: ModelConfig = {
  dModel: 16,
  heads: 2,
  encoderLayers: 1,
  decoderLayers: 1,
  dFf: 32,
  dropout: 0,
  positions: 'learned',
  normPlacement: 'post',
  activation: 'relu',
  scaleEmbedding: true,
  tieEmbeddings: false,
  labelSmoothing: 0,
  normEpsilon: 1e-6,
  initializer: 'glorot-uniform',
  sourceVocab: 20,
  targetVocab: 19,
  maxLength: 40,
};

/**
 * A model with random parameters.
 *
 * @param sharpness multiplies the generator's kernel: 1 leaves the tokens almost equally probable
 * @param endBias what END's logit has more than others', so that some sentences end
 */
export async function decodingContext(
  engine: Engine,
  config: ModelConfig,
  seed: number,
  { sharpness = 1, endBias = 0 } = {},
): Promise<DecodeContext> {
  const entries = initializeParameters(config, seed).map(({ spec, values }) => {
    const factor = spec.name === 'generator.kernel' ? sharpness : 1;
    if (spec.name === 'generator.bias') values[endId] = endBias;
    return [parameterInput(spec.name), values.map((value) => value * factor)] as const;
  });
  const parameters: EngineState = await engine.createState(
    parameterSignature(config),
    Object.fromEntries(entries),
  );
  return {
    config,
    executables: new ExecutableCache(engine),
    parameters,
    states: new DecodeStates(engine, config),
  };
}

export async function disposeContext({ executables, states, parameters }: DecodeContext): Promise<void> {
  await executables.dispose();
  await states.dispose();
  await parameters.dispose();
}

/** Sources of 1 … longest tokens. */
export function randomSources(count: number, longest: number, vocabulary: number, seed = 1): Int32Array[] {
  const words = new Uint32Array(count * (longest + 1));
  new RandomStream(seed, 'sources').fillWords(words);
  return Array.from({ length: count }, (_, row) => {
    const [length = 0, ...ids] = words.subarray(row * (longest + 1), (row + 1) * (longest + 1));
    return Int32Array.from(ids.slice(0, 1 + (length % longest)), (word) => 4 + (word % (vocabulary - 4)));
  });
}

/** Without any cache: for each prefix (of one length, after START), the logits of the token after it. */
export async function nextLogits(
  context: DecodeContext,
  sources: readonly Int32Array[],
  prefixes: readonly (readonly number[])[],
): Promise<Float32Array[]> {
  const { config, executables, parameters } = context;
  const rows = prefixes.length;
  const sourceLength = Math.max(...sources.map(({ length }) => length));
  const targetLength = (prefixes[0]?.length ?? 0) + 1;
  const shape = { rows, sourceLength, targetLength };
  const executable = await executables.get(
    `logits ${rows} x ${sourceLength} + ${targetLength}`,
    () => logitsProgram(config, shape),
    [parameters],
  );
  const source = new Int32Array(rows * sourceLength);
  const target = new Int32Array(rows * (targetLength + 1));
  for (const [row, prefix] of prefixes.entries()) {
    source.set(sources[row] ?? [], row * sourceLength);
    // The last column is what the decoder is asked for; it does not read it.
    target.set([startId, ...prefix, endId], row * (targetLength + 1));
  }
  const { logits } = await executable.run(batchFeeds({ ...shape, source, target }));
  const size = config.targetVocab;
  return prefixes.map((_, row) => {
    const at = (row + 1) * targetLength * size;
    return Float32Array.from(logits?.subarray(at - size, at) ?? []);
  });
}

export function logSoftmax(logits: Float32Array): number[] {
  const highest = Math.max(...logits);
  const logSum = Math.log(logits.reduce((sum, value) => sum + Math.exp(value - highest), 0));
  return [...logits].map((value) => value - highest - logSum);
}
