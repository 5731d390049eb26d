import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { decodePairs, fingerprintOf } from '@/lib/data/canonical';
import { type ImportOptionsInput, importOptionsSchema } from '@/lib/domain/corpusImport';
import { HeldoutError } from '@/lib/domain/errors';
import {
  importCorpus,
  listAbsentCorpora,
  listCorpora,
  previewCorpus,
  readCorpus,
} from '@/lib/server/corpora';
import { closeServer, openServer } from '@/lib/server/server';
import { openTestServer, temporaryHome } from './harness';

/** In pieces that cut lines and characters apart, as a network does. */
async function* body(text: string, pieceBytes = 7) {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    yield bytes.subarray(start, start + pieceBytes);
  }
}

const bytesOf = (text: string) => Buffer.byteLength(text);
const options = (given: ImportOptionsInput = {}) => importOptionsSchema.parse(given);
const folder = (home: string, name: string) => {
  try {
    return readdirSync(join(home, name));
  } catch {
    return [];
  }
};

describe('importing a corpus', () => {
  it('stores the canonical file whose digest is the fingerprint, and counts what is in it', async () => {
    openTestServer();
    const text = 'Hi.\t嗨。\tme\nHi.\t你好。\nBye.\t再见。\n\nBye.\t再见。\n';
    const { corpus, detected } = await importCorpus(body(text), {
      name: ' mine ',
      files: [{ name: 'pairs.tsv', bytes: null }],
      options: options({ sourceLanguage: 'en-GB', targetLanguage: 'zh-Hans' }),
      licence: ' CC0 ',
    });
    expect(detected).toMatchObject({ format: 'tsv', encoding: 'utf-8' });
    expect(corpus).toMatchObject({
      name: 'mine',
      pairCount: 3,
      distinctSources: 2,
      sourceLanguage: 'en-GB',
      targetLanguage: 'zh-Hans',
      licence: 'CC0',
      origin: 'Imported from the tab-separated file pairs.tsv.',
      removed: { 'exact duplicates': 1 },
    });
    const { bytes } = readCorpus('mine');
    expect(fingerprintOf(bytes)).toBe(corpus.fingerprint);
    expect(corpus.bytes).toBe(bytes.length);
    expect(decodePairs(bytes)[0]).toEqual({ source: 'Hi.', target: '嗨。', attribution: 'me' });
  });

  it('takes both files of a Moses corpus from one body, and leaves nothing of them on the disk', async () => {
    const { context } = openTestServer();
    const [source, target] = ['One.\nTwo.\nThree.\n', '一。\n二。\n三。\n'];
    const { corpus, detected } = await importCorpus(body(source + target), {
      name: 'moses',
      files: [
        { name: 'a.en', bytes: bytesOf(source) },
        { name: 'a.zh', bytes: bytesOf(target) },
      ],
    });
    expect(detected.format).toBe('moses');
    expect(corpus).toMatchObject({ pairCount: 3, origin: 'Imported from the Moses files a.en and a.zh.' });
    expect(decodePairs(readCorpus('moses').bytes)[2]).toEqual({ source: 'Three.', target: '三。' });
    expect(folder(context.home, 'uploads')).toEqual([]);
  });

  it.each([
    ['shorter', -3],
    ['longer', 3],
  ])('refuses a body that is %s than announced, and keeps nothing', async (_what, difference) => {
    const { context } = openTestServer();
    const [source, target] = ['One.\nTwo.\n', '一。\n二。\n'];
    const before = folder(context.home, 'corpora');
    const files = [
      { name: 'a.en', bytes: bytesOf(source) },
      { name: 'a.zh', bytes: bytesOf(target) - difference },
    ];
    await expect(importCorpus(body(source + target), { name: 'moses', files })).rejects.toMatchObject({
      code: 'invalid_input',
      path: 'bytes',
      message: expect.stringContaining('a.zh'),
    });
    expect(folder(context.home, 'uploads')).toEqual([]);
    expect(folder(context.home, 'corpora')).toEqual(before);
  });

  it.each([
    ['is refused at its end', () => body(`${'Hi.\t嗨。\n'.repeat(50)}one column\n`), 'invalid_corpus'],
    [
      'breaks off because the client goes away',
      async function* () {
        yield* body('Hi.\t嗨。\nBye.\t再见。\n');
        throw new HeldoutError('internal', 'aborted');
      },
      'internal',
    ],
  ])('keeps nothing of a file that %s', async (_what, chunks, code) => {
    const { context } = openTestServer();
    const before = folder(context.home, 'corpora');
    await expect(importCorpus(chunks(), { name: 'bad' })).rejects.toMatchObject({ code });
    expect(folder(context.home, 'corpora')).toEqual(before);
    expect(listCorpora().map(({ slug }) => slug)).not.toContain('bad');
  });

  it('answers others while it reads, and gives two imports of the same sentences one corpus', async () => {
    openTestServer();
    const text = Array.from({ length: 20_000 }, (_, i) => `I have ${i} dogs.\t我有${i}只狗。\n`).join('');
    let turns = 0;
    const counter = setInterval(() => turns++, 0);
    const imports = await Promise.all(
      ['one', 'two'].map((name) => importCorpus(body(text, text.length), { name })),
    );
    clearInterval(counter);
    expect(turns).toBeGreaterThan(3);
    expect(imports.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
    expect(imports[0]?.corpus).toEqual(imports[1]?.corpus);
    expect(imports[0]?.corpus).toMatchObject({ pairCount: 20_000, distinctSources: 20_000 });
  });

  it('removes what a server that was killed left half-written', () => {
    const { context } = openTestServer();
    closeServer();
    writeFileSync(join(context.home, 'corpora', 'left.tmp'), '["Hi."');
    mkdirSync(join(context.home, 'uploads'));
    writeFileSync(join(context.home, 'uploads', 'left'), 'Hi.');
    const before = folder(context.home, 'corpora').filter((name) => name !== 'left.tmp');
    openTestServer({ home: context.home });
    expect(folder(context.home, 'corpora')).toEqual(before);
    expect(folder(context.home, 'uploads')).toEqual([]);
  });
});

describe('a preview', () => {
  it('shows 20 pairs and what would be left out, and stores nothing', async () => {
    const { context } = openTestServer();
    const text = `${Array.from({ length: 30 }, (_, i) => `A ${i}.\t甲${i}。\n`).join('')}A 0.\t甲0。\nhalf a li`;
    const preview = await previewCorpus(body(text), {
      files: [{ name: 'pairs.tsv', bytes: bytesOf(text) }],
      options: options(),
      isWhole: false,
    });
    expect(preview).toMatchObject({
      detected: { format: 'tsv' },
      pairsRead: 30,
      removed: { 'exact duplicates': 1 },
      problem: null,
    });
    expect(preview.pairs).toHaveLength(20);
    expect(listCorpora()).toHaveLength(2);
    expect(folder(context.home, 'uploads')).toEqual([]);
  });

  it('parts the body where it has the beginnings of two files', async () => {
    openTestServer();
    const [source, target] = ['One.\nTwo.\nThr', '一。\n二。\n'];
    const preview = await previewCorpus(body(source + target), {
      files: [
        { name: 'a.en', bytes: bytesOf(source) },
        { name: 'a.zh', bytes: bytesOf(target) },
      ],
      options: options(),
      isWhole: false,
    });
    expect(preview).toMatchObject({ detected: { format: 'moses' }, problem: null });
    expect(preview.pairs[1]).toEqual({ source: 'Two.', target: '二。' });
  });

  it('gives the sentence of a refusal', async () => {
    openTestServer();
    const text = 'Hi.\t嗨。\none column\n';
    const files = [{ name: 'pairs.tsv', bytes: bytesOf(text) }];
    const preview = await previewCorpus(body(text), { files, options: options(), isWhole: true });
    expect(preview.problem).toContain('line 2');
  });
});

describe('the embedded corpora', () => {
  it('has the compiler messages of the installed typescript package', () => {
    const { context } = openTestServer();
    closeServer();
    openServer({ home: temporaryHome(), phrasebook: () => ({ pairs: [{ source: 'a', target: '甲' }] }) });
    const corpus = listCorpora().find(({ slug }) => slug === 'compiler-messages');
    expect(corpus).toMatchObject({
      name: 'Compiler messages',
      licence: 'Apache-2.0',
      generated: false,
      origin: expect.stringMatching(/TypeScript \d+\.\d+\.\d+ .*translated by people.*software/),
    });
    expect(corpus?.pairCount).toBeGreaterThan(2000);
    expect(listAbsentCorpora()).toEqual([]);
    expect(context.absentCorpora).toEqual([]);
  });

  it('says once why there are no compiler messages where the package lacks them', () => {
    const said = vi.spyOn(console, 'error').mockReturnValue();
    openTestServer({ compilerMessages: () => ({ unavailable: 'typescript 7 has no such file' }) });
    expect(listCorpora().map(({ slug }) => slug)).toEqual(['phrasebook']);
    expect(listAbsentCorpora()).toEqual([
      { name: 'Compiler messages', reason: 'typescript 7 has no such file' },
    ]);
    expect(said).toHaveBeenCalledTimes(1);
    said.mockRestore();
  });
});
