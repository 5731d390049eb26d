import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TokenizerArtifact, tokenizerFile } from '@/lib/data/tokenizers/artifact';
import type { TokenizerSettings } from '@/lib/data/tokenizers/settings';
import { loadTokenizer, trainTokenizer } from '@/lib/data/tokenizers/trainedTokenizer';
import { unknownText } from '@/lib/data/vocabulary';
import { tokenizerKinds } from '@/lib/domain/config';
import { HeldoutError } from '@/lib/domain/errors';
import { tatoeba } from './tatoeba';

const sentences = ['The cat sees the other cats.', 'Then the hen sings.', '我喜欢你。', '他喜欢 Tom。'];
const settings: TokenizerSettings = {
  side: 'source',
  kind: 'words',
  merges: 12,
  minFrequency: 1,
  maxVocabulary: 8000,
};
const english: TokenizerSettings = { ...settings, kind: 'bpe', merges: 1000 };

function problemOf(action: () => unknown): HeldoutError {
  try {
    action();
  } catch (error) {
    if (error instanceof HeldoutError) return error;
    throw error;
  }
  return expect.fail('nothing was thrown');
}

describe.each(tokenizerKinds)('a trained tokenizer of %s', (kind) => {
  const trained = trainTokenizer(sentences, { ...settings, kind });
  const file = tokenizerFile(trained.toArtifact());

  it('reloads from its artifact with the same ids for any text', () => {
    const loaded = loadTokenizer(JSON.parse(file.text));
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .array(fc.constantFrom(' ', 'the', 'cat', 's', '喜欢', '他', '。', 'Tom', '𠮷'))
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (sentence) => {
        const encoded = trained.encode(sentence);
        expect(loaded.encode(sentence)).toEqual(encoded);
        expect(loaded.decode(encoded.ids)).toBe(trained.decode(encoded.ids));
      }),
    );
    expect(tokenizerFile(loaded.toArtifact())).toEqual(file);
  });

  it('is the same artifact when it is trained again', () => {
    expect(tokenizerFile(trainTokenizer(sentences, { ...settings, kind }).toArtifact())).toEqual(file);
  });

  it('gives its training sentences back, as far as it says that it does', () => {
    const { lossless } = trained.toArtifact();
    for (const sentence of sentences) {
      const decoded = trained.decode(trained.encode(sentence).ids);
      if (lossless) expect(decoded).toBe(sentence);
      else expect(trained.encode(decoded)).toEqual(trained.encode(sentence));
    }
  });
});

describe('encode', () => {
  it('says which tokens are unknown, and decodes them as one mark each', () => {
    const trained = trainTokenizer(['我喜欢你'], { ...settings, kind: 'characters' });
    expect(trained.encode('我爱你').tokens.map(({ text, known }) => [text, known])).toEqual([
      ['我', true],
      ['爱', false],
      ['你', true],
    ]);
    expect(trained.decode(trained.encode('我爱你').ids)).toBe(`我${unknownText}你`);
  });

  it('leaves symbols seen less often than the minimum frequency unknown', () => {
    const trained = trainTokenizer(['你好', '你们'], { ...settings, kind: 'characters', minFrequency: 2 });
    expect(trained.encode('你好').tokens.map(({ known }) => known)).toEqual([true, false]);
    expect(trained.vocabulary.size).toBe(5);
  });
});

describe('trainTokenizer', () => {
  it('names both numbers where more merges are wanted than the data gives', () => {
    const problem = problemOf(() => trainTokenizer(['ab ab'], { ...english, side: 'target' }));
    expect([problem.code, problem.path]).toEqual(['invalid_config', 'targetMerges']);
    // " a" + "b": the merges of " ab" alone
    expect(problem.message).toMatch(/targetMerges asks for 1000 merges .* gives only 2;/);
  });

  it('gives 1,073 symbols for the cased English of Tatoeba at 1,000 merges', (context) => {
    const pairs = tatoeba();
    if (!pairs) return context.skip();
    const trained = trainTokenizer(
      pairs.map(({ source }) => source),
      english,
    );
    // 79 characters, the blank among them, + 1,000 merges − 6 that no longer occur alone (../shared/data/README.md has
    // 80 with the line feed); the same number by an independent BPE in Python.
    expect(trained.vocabulary.size - 4).toBe(1073);
    for (const { source } of pairs.slice(0, 2000)) {
      expect(trained.decode(trained.encode(source).ids)).toBe(source);
    }
  });

  it('gives 12,442 jieba words for the Chinese of Tatoeba, 6,495 of them seen twice or more', (context) => {
    const pairs = tatoeba();
    if (!pairs) return context.skip();
    const sizeOf = (minFrequency: number) =>
      trainTokenizer(
        pairs.map(({ target }) => target),
        { side: 'target', kind: 'jieba', merges: 1, minFrequency, maxVocabulary: 100_000 },
      ).vocabulary.size - 4;
    // As jieba 0.42 in Python with its model (../shared/data/README.md).
    expect([sizeOf(1), sizeOf(2)]).toEqual([12_442, 6495]);
  });
});

describe('loadTokenizer', () => {
  const artifact = trainTokenizer(sentences, { ...settings, kind: 'jieba' }).toArtifact();

  it('refuses what is no artifact, naming the place', () => {
    const problem = problemOf(() => loadTokenizer({ ...artifact, symbols: [['a', 0]] }));
    expect([problem.code, problem.path]).toEqual(['invalid_input', 'symbols.0.1']);
    expect(problemOf(() => loadTokenizer(null)).code).toBe('invalid_input');
  });

  it('refuses one that another version of a dictionary cut', () => {
    const older: TokenizerArtifact = { ...artifact, trainedBy: { ...artifact.trainedBy, version: '1.0.0' } };
    const problem = problemOf(() => loadTokenizer(older));
    expect(problem.code).toBe('conflict');
    expect(problem.message).toContain('1.0.0');
  });
});
