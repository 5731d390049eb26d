import { z } from 'zod';
import { type RunConfig, storedConfigSchema } from '@/lib/domain/config';
import { HeldoutError } from '@/lib/domain/errors';
import type { ModelConfig } from '@/lib/model/config';
import { parametersOf } from '@/lib/model/parameters';
import { readSafeTensors, type SafeTensor, safeTensorsParts } from '@/lib/model/safetensors';
import { modelConfigOf } from './modelConfig';

/** Raised with every change that an older reader would misread. */
const formatVersion = '1';

/** What a model file says of itself, beside its tensors. */
export interface ModelFileHeader {
  runId: string;
  /** Training steps that its parameters have had. */
  step: number;
  /** Passes over the training split up to that step, a fraction within one. */
  epoch: number;
  config: RunConfig;
  /** Symbols, the special ones included. */
  vocabularies: { source: number; target: number };
  /** SHA-256 of the artifacts source-tokenizer and target-tokenizer of its run. */
  tokenizers: { source: string; target: string };
  /** A translation without END is cut at so many tokens: the longest target of the run's corpus. */
  maxNewTokens: number;
  /** Version of Heldout that wrote it. */
  heldout: string;
}

/** Strings alone, as the format has them. */
const count = z.string().regex(/^\d+$/).transform(Number);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const metadataSchema = z.object({
  format: z.literal('heldout-model'),
  formatVersion: z.literal(formatVersion),
  runId: z.string(),
  step: count,
  epoch: z.coerce.number().nonnegative(),
  config: z.string().transform((text) => storedConfigSchema.parse(JSON.parse(text))),
  sourceVocabulary: count,
  targetVocabulary: count,
  sourceTokenizer: sha256,
  targetTokenizer: sha256,
  maxNewTokens: count,
  heldout: z.string(),
});

/**
 * A model as a safetensors file, in parts to be written one after the other.
 *
 * @param valuesOf the values of a parameter, by its name (parametersOf)
 */
export function modelFileParts(
  header: ModelFileHeader,
  valuesOf: (parameter: string) => Float32Array,
): Uint8Array[] {
  const tensors = parametersOf(modelConfigOf(header.config, header.vocabularies)).map(
    ({ name, shape }): SafeTensor => ({ name, shape, values: valuesOf(name) }),
  );
  const metadata: Record<keyof z.input<typeof metadataSchema>, string> = {
    format: 'heldout-model',
    formatVersion,
    runId: header.runId,
    step: String(header.step),
    epoch: String(header.epoch),
    config: JSON.stringify(header.config),
    sourceVocabulary: String(header.vocabularies.source),
    targetVocabulary: String(header.vocabularies.target),
    sourceTokenizer: header.tokenizers.source,
    targetTokenizer: header.tokenizers.target,
    maxNewTokens: String(header.maxNewTokens),
    heldout: header.heldout,
  };
  return safeTensorsParts({ metadata, tensors });
}

export interface ModelFile {
  header: ModelFileHeader;
  model: ModelConfig;
  /** Every parameter of the model, by its name. */
  parameters: ReadonlyMap<string, Float32Array>;
}

/**
 * @param source what is read, for messages: its path
 * @throws HeldoutError invalid_input where it is no model file, or lacks a parameter
 */
export function readModelFile(bytes: Uint8Array, source: string): ModelFile {
  const { metadata, tensors } = readSafeTensors(bytes, source);
  const parsed = metadataSchema.safeParse(metadata);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new HeldoutError(
      'invalid_input',
      `Reading the model ${source}: ${issue?.path.join('.') ?? 'its metadata'} is not as Heldout ${formatVersion} writes it (${issue?.message ?? ''}); train its run again.`,
      { cause: parsed.error },
    );
  }
  const { data } = parsed;
  const vocabularies = { source: data.sourceVocabulary, target: data.targetVocabulary };
  const model = modelConfigOf(data.config, vocabularies);
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const parameters = new Map(
    parametersOf(model).map(({ name, shape }) => {
      const tensor = byName.get(name);
      if (tensor && String(tensor.shape) === String(shape)) return [name, tensor.values];
      throw new HeldoutError(
        'invalid_input',
        `Reading the model ${source}: the parameter ${name} is ${tensor ? `[${tensor.shape}]` : 'missing'}, expected [${shape}]; train its run again.`,
      );
    }),
  );
  const { runId, step, epoch, config, maxNewTokens, heldout } = data;
  const tokenizers = { source: data.sourceTokenizer, target: data.targetTokenizer };
  return {
    header: { runId, step, epoch, config, vocabularies, tokenizers, maxNewTokens, heldout },
    model,
    parameters,
  };
}
