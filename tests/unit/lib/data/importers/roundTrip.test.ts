import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePairs } from '@/lib/data/canonical';
import { cleanText } from '@/lib/data/importers/cleaning';
import type { Pair } from '@/lib/domain/corpus';
import { importFiles, importText } from './importing';

/** Sentences as an import leaves them: with quotes, delimiters, marks of every form, and no formula. */
const sentences = fc
  .string({
    minLength: 1,
    maxLength: 12,
    unit: fc.oneof(
      fc.constantFrom(
        '"',
        "'",
        ',',
        ';',
        '<',
        '&',
        '>',
        '\\',
        '#',
        '{',
        ' ',
        '。',
        '嗨',
        '𠀋',
        'ａ',
        '%',
        'n',
        ']',
      ),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
  })
  .map((text) => cleanText(`x${text}`, 'keep'))
  .filter((text) => text !== '' && !/[\u2028\u2029\ufffe\uffff]/.test(text));

const pairLists = fc.uniqueArray(fc.record({ source: sentences, target: sentences }), {
  minLength: 1,
  maxLength: 8,
  selector: ({ source, target }) => `${source}\n${target}`,
});

const quotedCell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const poString = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
const xmlText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const isXmlText = (text: string) =>
  !/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(text);

const writers: Record<string, (pairs: readonly Pair[]) => string> = {
  tsv: (pairs) => pairs.map(({ source, target }) => `${source}\t${target}\n`).join(''),
  csv: (pairs) =>
    pairs.map(({ source, target }) => `${quotedCell(source)},${quotedCell(target)}\r\n`).join(''),
  jsonl: (pairs) => pairs.map((pair) => `${JSON.stringify(pair)}\n`).join(''),
  po: (pairs) =>
    pairs.map(({ source, target }) => `msgid ${poString(source)}\nmsgstr ${poString(target)}\n\n`).join(''),
  tmx: (pairs) =>
    `<tmx version="1.4"><body>${pairs
      .map(
        ({ source, target }) =>
          `<tu><tuv xml:lang="en"><seg>${xmlText(source)}</seg></tuv><tuv xml:lang="zh"><seg>${xmlText(target)}</seg></tuv></tu>`,
      )
      .join('')}</body></tmx>`,
};

describe('round trips', () => {
  it.each(Object.entries(writers))('reads the same pairs that were written as %s', async (form, write) => {
    await fc.assert(
      fc.asyncProperty(pairLists, async (pairs) => {
        fc.pre(form !== 'tmx' || pairs.every(({ source, target }) => isXmlText(source + target)));
        const options = {
          header: 'no',
          delimiter: form === 'csv' ? ',' : 'auto',
          encoding: 'utf-8',
        } as const;
        expect((await importText(`a.${form}`, write(pairs), options)).pairs).toEqual(pairs);
      }),
      { numRuns: 60 },
    );
  });

  it('reads the same pairs that were written as Moses files', async () => {
    await fc.assert(
      fc.asyncProperty(pairLists, async (pairs) => {
        const files = [
          { name: 'a.src', content: pairs.map(({ source }) => `${source}\n`).join('') },
          { name: 'a.trg', content: pairs.map(({ target }) => `${target}\n`).join('') },
        ];
        expect((await importFiles(files, { encoding: 'utf-8' })).pairs).toEqual(pairs);
      }),
      { numRuns: 30 },
    );
  });

  it('reads the canonical file of a corpus, with its attributions', async () => {
    const pairs = [
      { source: 'Hi.', target: '嗨。', attribution: 'CC-BY #1' },
      { source: 'Run!', target: '跑！' },
    ];
    expect((await importText('corpus.jsonl', encodePairs(pairs).bytes)).pairs).toEqual(pairs);
  });
});
