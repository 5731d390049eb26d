import fc from 'fast-check';
import { gzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { previewImport } from '@/lib/data/importers/previewImport';
import { defaultImportOptions } from '@/lib/domain/corpusImport';
import { HeldoutError } from '@/lib/domain/errors';
import { chunksOf, importFiles, type TestFile } from './importing';

const text = (content: string) => Buffer.from(content);
const valid: Record<string, Uint8Array> = {
  'a.tsv': text('\ufeffHi.\t嗨。\tCC\r\n\nRun!\t跑！\n'),
  'a.csv': text('source,target\n"Hi, ""you"".",嗨。\n"a\nb",乙\n'),
  'a.jsonl': text(
    '{"source":"Hi.","target":"嗨。"}\n["Run!","跑！","x"]\n{"translation":{"en":"a","zh":"甲"}}\n',
  ),
  'a.po': text(
    'msgid ""\nmsgstr "x\\n"\n\n#, fuzzy\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] "甲"\nmsgstr[1] ""\n#~ msgid "b"\n',
  ),
  'a.tmx': text(
    '<?xml version="1.0"?><!--c--><tmx version="1.4"><body><tu creationid="x"><note>n</note><tuv xml:lang="en"><seg>A <ph>1</ph>&amp;<hi>b</hi></seg></tuv><tuv xml:lang="zh"><seg><![CDATA[甲]]></seg></tuv></tu></body></tmx>',
  ),
  'a.zip': zipSync({ '_about.txt': text('about'), 'a.tsv': text('Hi.\t嗨。\nRun!\t跑！\n') }),
  'a.tsv.gz': gzipSync(text('Hi.\t嗨。\nRun!\t跑！\n')),
};
const names = Object.keys(valid);

/** Bytes overwritten, taken out, doubled, or replaced by what parsers know. */
const mutations = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat(6),
    insert: fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      fc
        .constantFrom(
          '"',
          '\n',
          '\t',
          '\0',
          '<',
          '&x;',
          '<!DOCTYPE a [',
          ']]>',
          '\\',
          'msgid "',
          '{',
          'PK\x03\x04',
          '=A1(',
          '</tu>',
          '#~',
        )
        .map((piece) => new Uint8Array(text(piece))),
    ),
  }),
  { maxLength: 4 },
);

function mutate(
  bytes: Uint8Array,
  changes: readonly { at: number; remove: number; insert: Uint8Array }[],
): Uint8Array {
  return changes.reduce<Uint8Array>((current, { at, remove, insert }) => {
    const start = Math.floor(at * current.length);
    return Buffer.concat([current.subarray(0, start), insert, current.subarray(start + remove)]);
  }, bytes);
}

/** Either pairs or one refusal in one sentence; anything else that is thrown fails the test. */
async function importsOrRefuses(files: readonly TestFile[], chunkSize: number): Promise<void> {
  try {
    const { pairs } = await importFiles(files, {}, chunkSize);
    expect(pairs.length).toBeGreaterThan(0);
    expect(pairs.every(({ source, target }) => source !== '' && target !== '')).toBe(true);
  } catch (error) {
    if (!(error instanceof HeldoutError)) throw error;
    expect(error.code).toBe('invalid_corpus');
    expect(error.message).toMatch(/^Corpus import: [^\n]+\.$/);
  }
}

describe('parsers under random input', () => {
  it.each(names)('read or refuse arbitrary bytes named %s', async (name) => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.integer({ min: 1, max: 200 }),
        async (content, size) => {
          await importsOrRefuses([{ name, content }], size);
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each(names)('read or refuse a mutated %s', async (name) => {
    await fc.assert(
      fc.asyncProperty(mutations, fc.integer({ min: 1, max: 300 }), async (changes, size) => {
        await importsOrRefuses([{ name, content: mutate(valid[name] ?? new Uint8Array(0), changes) }], size);
      }),
      { numRuns: 300 },
    );
  });

  it('read or refuse arbitrary pairs of Moses files', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.uint8Array(), async (source, target) => {
        await importsOrRefuses(
          [
            { name: 'a', content: source },
            { name: 'b', content: target },
          ],
          7,
        );
      }),
    );
  });

  it('preview any beginning of a valid file without a problem', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (name, share) => {
          const whole = valid[name] ?? new Uint8Array(0);
          const beginning = whole.subarray(0, Math.floor(share * whole.length));
          const chunks = chunksOf(beginning);
          const preview = await previewImport([{ name, chunks }], defaultImportOptions, {
            pairs: 5,
            isWhole: false,
          });
          // Of an archive, the beginning may not reach the file inside.
          if (!/\.(zip|gz)$/.test(name)) expect(preview.problem).toBeNull();
        },
      ),
      { numRuns: 200 },
    );
  });
});
