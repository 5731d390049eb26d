import { createReadStream } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTabSeparated } from '@/lib/data/importers/tabSeparated';
import { referenceFile } from '@/tests/referenceFiles';

async function* chunksOf(bytes: Uint8Array, size = bytes.length || 1) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

const parse = (text: string, chunkSize?: number) =>
  parseTabSeparated(chunksOf(new TextEncoder().encode(text), chunkSize));

describe('parseTabSeparated', () => {
  it('reads source, target and attribution, and leaves further columns out', async () => {
    const { pairs, removed } = await parse('Hi.\t嗨。\tCC-BY #1\tmore\nRun!\t跑！\n');
    expect(pairs).toEqual([
      { source: 'Hi.', target: '嗨。', attribution: 'CC-BY #1' },
      { source: 'Run!', target: '跑！' },
    ]);
    expect(removed).toEqual({});
  });

  it('takes a byte order mark, CRLF, and a last line without an end', async () => {
    const { pairs } = await parse('\ufeffHi.\t嗨。\r\nRun!\t跑！');
    expect(pairs).toEqual([
      { source: 'Hi.', target: '嗨。' },
      { source: 'Run!', target: '跑！' },
    ]);
  });

  it('counts blank lines, empty sentences and exact duplicates', async () => {
    const { pairs, removed } = await parse('Hi.\t嗨。\n\n  \nHi.\t嗨。\tother\nHi.\t你好。\nRun!\t \n');
    expect(pairs.map(({ target }) => target)).toEqual(['嗨。', '你好。']);
    expect(removed).toEqual({ 'blank lines': 2, 'exact duplicates': 1, 'empty sentences': 1 });
  });

  it('names the line that has one column', async () => {
    await expect(parse('Hi.\t嗨。\nRun! 跑！\n')).rejects.toMatchObject({
      code: 'invalid_corpus',
      message: expect.stringMatching(/line 2 has one column \("Run! 跑！"\).*tabs/),
    });
  });

  it('names the line that is not UTF-8', async () => {
    // GB18030 for 嗨。
    const bytes = Buffer.concat([Buffer.from('Hi.\t嗨。\nHi.\t'), Buffer.from([0xe0, 0xcb, 0xa1, 0xa3, 10])]);
    await expect(parseTabSeparated(chunksOf(bytes))).rejects.toMatchObject({
      code: 'invalid_corpus',
      message: expect.stringMatching(/line 2 is not UTF-8/),
    });
  });

  it('refuses 40 MB of one line after the first 64 KiB', async () => {
    let read = 0;
    async function* endless() {
      for (; read < 40 * 1024 * 1024; read += 16 * 1024) yield new Uint8Array(16 * 1024).fill(97);
    }
    await expect(parseTabSeparated(endless())).rejects.toMatchObject({
      code: 'invalid_corpus',
      message: expect.stringMatching(/line 1 is longer than 64 KiB/),
    });
    expect(read).toBeLessThan(100 * 1024);
  });

  it.each(['', '\n\n', '\ufeff'])('refuses a file without a pair: %j', async (text) => {
    await expect(parse(text)).rejects.toMatchObject({
      code: 'invalid_corpus',
      message: expect.stringContaining('no sentence pair'),
    });
  });

  it('gives the same pairs however the file is cut into chunks', async () => {
    const text = '\ufeffHi.\t嗨。\r\n\nIt is 5 o’clock.\t五點了。\tx\nHi.\t嗨。\n';
    const whole = await parse(text);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (size) => {
        expect(await parse(text, size)).toEqual(whole);
      }),
    );
  });

  const tatoeba = referenceFile('data/tatoeba-cmn-eng.tsv');
  it.skipIf(!tatoeba)('reads the Tatoeba file as its description counts it', async () => {
    const { pairs, removed } = await parseTabSeparated(createReadStream(tatoeba ?? ''));
    expect(pairs).toHaveLength(29_055);
    expect(removed).toEqual({ 'blank lines': 1, 'exact duplicates': 100 });
    expect(new Set(pairs.map(({ source }) => source)).size).toBe(27_661);
    expect(pairs[0]?.source).toBe('Hi.');
  });
});
