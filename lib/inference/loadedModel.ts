import { readFile } from 'node:fs/promises';
import { fingerprintOf } from '@/lib/data/canonical';
import { type ModelFileHeader, readModelFile } from '@/lib/data/modelFile';
import { loadTokenizer, type TrainedTokenizer } from '@/lib/data/tokenizers/trainedTokenizer';
import { HeldoutError } from '@/lib/domain/errors';
import { createTranslator, type Translator } from '@/lib/model/translator';
import type { TranslateTask } from './tasks';

/** A model with all that it needs to go from a text to a text. */
export interface LoadedModel {
  header: ModelFileHeader;
  translator: Translator;
  source: TrainedTokenizer;
  target: TrainedTokenizer;
}

/** Leaves the other cores to training; a sentence is too small for more. */
const threads = 2;

/**
 * @throws HeldoutError storage_unavailable where the file cannot be read, invalid_input where it or a tokenizer is not
 *   what it should be, conflict as loadTokenizer
 */
export async function loadModel({ model, tokenizers }: TranslateTask): Promise<LoadedModel> {
  const bytes = await readFile(model.path).catch((cause: unknown) => {
    throw new HeldoutError(
      'storage_unavailable',
      `Loading a model: ${model.path} cannot be read; restore the file, or train its run again.`,
      { cause },
    );
  });
  if (fingerprintOf(bytes) !== model.sha256) {
    throw new HeldoutError(
      'checksum_mismatch',
      `Loading a model: ${model.path} is not what was stored, its SHA-256 is another; restore the file, or train its run again.`,
    );
  }
  const { header, model: config, parameters } = readModelFile(bytes, model.path);
  return {
    header,
    source: tokenizerOf('source', tokenizers.source, header),
    target: tokenizerOf('target', tokenizers.target, header),
    translator: await createTranslator({ model: config, parameters, threads }),
  };
}

function tokenizerOf(side: 'source' | 'target', text: string, header: ModelFileHeader): TrainedTokenizer {
  if (fingerprintOf(Buffer.from(text, 'utf8')) !== header.tokenizers[side]) {
    throw new HeldoutError(
      'conflict',
      `Loading the model of run ${header.runId}: its ${side} tokenizer is another than the one that it was trained with; train the run again.`,
    );
  }
  return loadTokenizer(JSON.parse(text));
}

/** The models used last, so that the next sentence does not wait for its model. Calls must not overlap. */
export class ModelShelf {
  readonly #size: number;
  readonly #load: (task: TranslateTask) => Promise<LoadedModel>;
  /** In the order of their last use. */
  readonly #models = new Map<string, LoadedModel>();

  constructor(size: number, load = loadModel) {
    this.#size = size;
    this.#load = load;
  }

  async get(task: TranslateTask): Promise<LoadedModel> {
    const key = task.model.sha256;
    const known = this.#models.get(key);
    if (!known) await this.#makeRoom();
    const model = known ?? (await this.#load(task));
    this.#models.delete(key);
    this.#models.set(key, model);
    return model;
  }

  async #makeRoom(): Promise<void> {
    for (const [key, { translator }] of this.#models) {
      if (this.#models.size < this.#size) return;
      this.#models.delete(key);
      await translator.dispose();
    }
  }
}
