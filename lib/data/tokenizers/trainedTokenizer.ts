import { HeldoutError } from '@/lib/domain/errors';
import { unknownId, Vocabulary } from '../vocabulary';
import { type TokenizerArtifact, tokenizerArtifactSchema } from './artifact';
import type { Merge } from './bpe';
import { learnMerges } from './bpeTraining';
import { kindTexts, tokenizerOf } from './kinds';
import { type Cutter, cutBy, learnCutter } from './learnCutter';
import type { TokenizerSettings } from './settings';

export interface EncodedText {
  ids: number[];
  tokens: { text: string; id: number; known: boolean }[];
}

/** A tokenizer with its vocabulary: from text to ids and back. */
export class TrainedTokenizer {
  readonly settings: TokenizerSettings;
  readonly vocabulary: Vocabulary;
  readonly #cutter: Cutter;

  constructor(cutter: Cutter, vocabulary: Vocabulary) {
    this.settings = cutter.settings;
    this.vocabulary = vocabulary;
    this.#cutter = cutter;
  }

  /** The tokens alone, known or not. */
  cut(text: string): string[] {
    return this.#cutter.tokenizer.encode(text);
  }

  /** Without START and END. */
  encode(text: string): EncodedText {
    const cut = this.cut(text);
    const ids = this.vocabulary.encode(cut);
    const tokens = cut.map((token, index) => {
      const id = ids[index] ?? unknownId;
      return { text: token, id, known: id !== unknownId };
    });
    return { ids, tokens };
  }

  /** The text that ids stand for; pad, start and end are left out, an unknown symbol is shown as unknownText. */
  decode(ids: Iterable<number>): string {
    return this.join(this.vocabulary.decode(ids));
  }

  /** The text that tokens stand for. */
  join(tokens: readonly string[]): string {
    return this.#cutter.tokenizer.join(tokens);
  }

  toArtifact(): TokenizerArtifact {
    const { side, kind, minFrequency, maxVocabulary } = this.settings;
    const { normalisation, lossless } = kindTexts[kind];
    return {
      format: 'heldout-tokenizer',
      version: 1,
      side,
      kind,
      normalisation,
      lossless,
      minFrequency,
      maxVocabulary,
      trainedBy: this.#cutter.trainedBy,
      special: ['pad', 'start', 'end', 'unknown'],
      merges: this.#cutter.merges.map(([left, right]): [string, string] => [left, right]),
      symbols: this.vocabulary.symbols.map(({ symbol, count }): [string, number] => [symbol, count]),
    };
  }
}

/**
 * Learns how to cut, where the kind has something to learn, and which symbols there are.
 *
 * @param sentences of the training split, and of no other
 * @throws HeldoutError invalid_config where more merges are wanted than the sentences give
 */
export function trainTokenizer(sentences: readonly string[], settings: TokenizerSettings): TrainedTokenizer {
  const cutter = learnCutter(settings, () => learnMerges(sentences));
  const tokens = sentences.map((sentence) => cutter.tokenizer.encode(sentence));
  return withVocabulary(cutter, tokens);
}

/** @param tokens of the training pairs that are used */
export function withVocabulary(cutter: Cutter, tokens: Iterable<readonly string[]>): TrainedTokenizer {
  const { maxVocabulary, minFrequency } = cutter.settings;
  return new TrainedTokenizer(cutter, Vocabulary.build(tokens, maxVocabulary, minFrequency));
}

/**
 * The tokenizer that an artifact describes: the same ids for every text.
 *
 * @param value an artifact as read from its JSON
 * @throws HeldoutError invalid_input where it is none; conflict where a dictionary cuts for it and is here in another
 *   version, which may cut differently
 */
export function loadTokenizer(value: unknown): TrainedTokenizer {
  const parsed = tokenizerArtifactSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new HeldoutError(
      'invalid_input',
      `Loading a tokenizer: ${issue?.path.join('.') ?? ''} is not as a tokenizer artifact has it: ${issue?.message ?? ''}.`,
      { path: issue?.path.join('.'), cause: parsed.error },
    );
  }
  const { side, kind, merges, minFrequency, maxVocabulary, trainedBy, symbols } = parsed.data;
  if (kind === 'jieba' || kind === 'segmenter') checkVersion(parsed.data, cutBy(kind));
  const settings: TokenizerSettings = { side, kind, merges: merges.length, minFrequency, maxVocabulary };
  const learned: readonly Merge[] = merges;
  return new TrainedTokenizer(
    { settings, tokenizer: tokenizerOf(kind, learned), merges: learned, trainedBy },
    Vocabulary.of(symbols.map(([symbol, count]) => ({ symbol, count }))),
  );
}

function checkVersion({ side, kind, trainedBy }: TokenizerArtifact, here: Cutter['trainedBy']): void {
  if (trainedBy.version === here.version) return;
  throw new HeldoutError(
    'conflict',
    `Loading the ${side} tokenizer (${kind}): it was trained with ${trainedBy.library} ${trainedBy.version} and this process has ${here.version}, which may cut sentences differently; use the same version or train again.`,
  );
}
