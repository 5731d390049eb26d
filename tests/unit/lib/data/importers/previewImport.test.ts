import { gzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { previewImport } from '@/lib/data/importers/previewImport';
import { type ImportOptionsInput, importOptionsSchema, importPreviewSchema } from '@/lib/domain/corpusImport';
import { chunksOf, type TestFile } from './importing';

async function preview(
  files: readonly TestFile[],
  isWhole: boolean,
  options: ImportOptionsInput = {},
  pairs = 2,
) {
  const opened = files.map(({ name, content }) => ({ name, chunks: chunksOf(Buffer.from(content), 1000) }));
  return importPreviewSchema.parse(
    await previewImport(opened, importOptionsSchema.parse(options), { pairs, isWhole }),
  );
}

const lines = Array.from({ length: 500 }, (_, index) => `Sentence ${index}.\t第${index}句。\n`).join('');

describe('previewImport', () => {
  it('shows the first pairs and counts all that are in the beginning', async () => {
    const cut = Buffer.from(lines).subarray(0, 9_999);
    const { pairs, pairsRead, problem, detected } = await preview([{ name: 'a.tsv', content: cut }], false);
    expect(pairs).toEqual([
      { source: 'Sentence 0.', target: '第0句。' },
      { source: 'Sentence 1.', target: '第1句。' },
    ]);
    expect(pairsRead).toBe(cut.toString('latin1').split('\n').length - 1);
    expect(problem).toBeNull();
    expect(detected).toMatchObject({ format: 'tsv', encoding: 'utf-8' });
  });

  it('gives the sentence of the refusal, with what was found out before', async () => {
    const text = 'en\tzh\nHi.\t嗨。\nRun!\n';
    const cut = await preview([{ name: 'a.tsv', content: text }], true);
    expect(cut.problem).toMatch(/line 3 has one column/);
    expect(cut.pairs).toEqual([{ source: 'Hi.', target: '嗨。' }]);
    const wrong = await preview([{ name: 'a.tsv', content: text }], true, { sourceColumn: 'fr' });
    expect(wrong.problem).toMatch(/no column is headed "fr"/);
    expect(wrong.detected?.columns.map(({ name }) => name)).toEqual(['en', 'zh']);
  });

  it('gives null for what is found out where not even the form is', async () => {
    const { detected, problem } = await preview([{ name: 'a.txt', content: 'Hello there.\n' }], true);
    expect(detected).toBeNull();
    expect(problem).toMatch(/form of "a.txt" cannot be told/);
  });

  it('reads the beginning of an archive', async () => {
    const gzip = gzipSync(Buffer.from(lines)).subarray(0, 1500);
    const zip = zipSync({ '_about.txt': Buffer.from('x'), 'a.tsv': Buffer.from(lines) }).subarray(0, 1500);
    for (const [name, content] of [
      ['a.gz', gzip],
      ['a.zip', zip],
    ] as const) {
      const { pairsRead, problem } = await preview([{ name, content }], false);
      expect(problem).toBeNull();
      expect(pairsRead).toBeGreaterThan(50);
    }
  });

  it('takes beginnings of Moses files, which are cut at different lines', async () => {
    const files = [
      { name: 'a.en', content: 'Hi.\nRun!\nNo' },
      { name: 'a.zh', content: '嗨。\n' },
    ];
    const { pairs, problem } = await preview(files, false);
    expect(pairs).toEqual([{ source: 'Hi.', target: '嗨。' }]);
    expect(problem).toBeNull();
    expect((await preview(files, true)).problem).toMatch(/source file has 3 lines and the target file 1/);
  });
});
