import { createReadStream } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openImport } from '@/lib/data/importers/openImport';
import { scriptOf } from '@/lib/data/script';
import { defaultImportOptions } from '@/lib/domain/corpusImport';
import { referenceFile } from '@/tests/referenceFiles';
import { importFiles, importText, refusal } from './importing';

describe('openImport of tab-separated text', () => {
  it('reads source, target and attribution, and leaves further columns out', async () => {
    const { pairs, removed, detected } = await importText('a.txt', 'Hi.\t嗨。\tCC-BY #1\tmore\nRun!\t跑！\n');
    expect(pairs).toEqual([
      { source: 'Hi.', target: '嗨。', attribution: 'CC-BY #1' },
      { source: 'Run!', target: '跑！' },
    ]);
    expect(removed).toEqual({});
    expect(detected).toMatchObject({
      format: 'tsv',
      encoding: 'utf-8',
      hasHeader: false,
      archiveEntry: null,
    });
    expect(detected.columns[0]).toEqual({ name: '1', examples: ['Hi.', 'Run!'] });
  });

  it('counts blank lines, empty sentences and exact duplicates', async () => {
    const text = 'Hi.\t嗨。\n\n  \nHi.\t嗨。\tother\nHi.\t你好。\nRun!\t \n';
    const { pairs, removed, unitsRead } = await importText('a.tsv', text);
    expect(pairs.map(({ target }) => target)).toEqual(['嗨。', '你好。']);
    expect(removed).toEqual({ 'blank lines': 2, 'exact duplicates': 1, 'empty sentences': 1 });
    expect(unitsRead).toBe(6);
  });

  it('takes columns by number, by heading, and by headings that name both sides', async () => {
    const text = 'id\tZH\tEnglish\n7\t嗨。\tHi.\n';
    const expected = [{ source: 'Hi.', target: '嗨。' }];
    expect((await importText('a.tsv', text)).pairs).toEqual(expected);
    const byHeading = { sourceColumn: 'english', targetColumn: 'zh' };
    expect((await importText('a.tsv', text, byHeading)).pairs).toEqual(expected);
    const byNumber = { sourceColumn: 3, targetColumn: 2, header: 'yes' } as const;
    expect((await importText('a.tsv', text, byNumber)).pairs).toEqual(expected);
  });

  it('keeps quotes as they are, since tab-separated text has none', async () => {
    const { pairs } = await importText('a.tsv', '"Hi," he said.\t"嗨"\n');
    expect(pairs).toEqual([{ source: '"Hi," he said.', target: '"嗨"' }]);
  });

  it.each([
    ['a line with one column', 'Hi.\t嗨。\nRun! 跑！\n', {}, /line 2 has one column \("Run! 跑！"\).*tabs/],
    [
      'a heading that is not there',
      'en\tzh\nHi.\t嗨。\n',
      { sourceColumn: 'fr' },
      /no column is headed "fr".*"en", "zh"/,
    ],
    [
      'a number that is not there',
      'Hi.\t嗨。\n',
      { targetColumn: 5 },
      /column 5 .* first line has 2 columns/,
    ],
    ['one column for both sides', 'Hi.\t嗨。\n', { sourceColumn: 2 }, /column 2 is taken for both sides/],
    ['a file without a pair', '\n\n', {}, /no sentence pair.*blank lines: 2/],
    ['a file where filters leave nothing', 'Hi.\t嗨。\n', { filters: { minLength: 9 } }, /too short: 1/],
  ])('refuses %s', async (_, text, options, message) => {
    await expect(importText('a.tsv', text, options)).rejects.toMatchObject(refusal(message));
  });

  it('refuses an empty file and an unknown form', async () => {
    await expect(importText('a.txt', '')).rejects.toMatchObject(refusal(/empty/));
    await expect(importText('a.txt', 'Hello there.\n')).rejects.toMatchObject(refusal(/form of "a.txt"/));
  });

  it('closes the file when no more pairs are asked for, and when it is refused', async () => {
    let closed = 0;
    async function* file(text: string) {
      try {
        for (;;) yield Buffer.from(text);
      } finally {
        closed++;
      }
    }
    const { pairs } = await openImport(
      [{ name: 'a.tsv', chunks: file('Hi.\t嗨。\n') }],
      defaultImportOptions,
    );
    for await (const _ of pairs) break;
    expect(closed).toBe(1);
    const refused = openImport([{ name: 'a', chunks: file('Hi there.\n') }], defaultImportOptions);
    await expect(refused).rejects.toMatchObject(refusal(/form of "a" cannot be told/));
    expect(closed).toBe(2);
  });

  const tatoeba = referenceFile('data/tatoeba-cmn-eng.tsv');
  it.skipIf(!tatoeba)('reads the Tatoeba file as its description counts it', async () => {
    const file = { name: 'cmn.txt', chunks: createReadStream(tatoeba ?? '') };
    const { pairs, removed, unitsRead } = await openImport([file], defaultImportOptions);
    const sources = new Set<string>();
    const scripts = { simplified: 0, traditional: 0, mixed: 0, either: 0 };
    let count = 0;
    let attributed = 0;
    for await (const { source, target, attribution } of pairs) {
      count++;
      sources.add(source);
      scripts[scriptOf(target)]++;
      if (attribution?.startsWith('CC-BY 2.0 (France) Attribution: tatoeba.org #')) attributed++;
    }
    expect(count).toBe(29_055);
    expect(attributed).toBe(29_055);
    expect(removed).toEqual({ 'blank lines': 1, 'exact duplicates': 100 });
    expect(unitsRead()).toBe(29_156);
    expect(sources.size).toBe(27_661);
    // By GB 2312 and Big5 membership, as counted by a separate program: 89.9%, 10.0%, and 9 lines with any traditional one.
    expect(scripts.simplified / count).toBeCloseTo(0.899, 3);
    expect(scripts.either / count).toBeCloseTo(0.1, 3);
    expect(scripts.traditional + scripts.mixed).toBe(9);
  });
});

describe('openImport of CSV', () => {
  it('reads quotes, doubled quotes, line breaks in quotes and mixed line ends', async () => {
    const text = 'source,target\r\n"He said ""no"", twice.",他说了“不”。\n"Two\r\nlines.","两，行。"\r\n';
    const { pairs, detected } = await importText('a.csv', text);
    expect(pairs).toEqual([
      { source: 'He said "no", twice.', target: '他说了“不”。' },
      { source: 'Two lines.', target: '两，行。' },
    ]);
    expect(detected).toMatchObject({ delimiter: ',', hasHeader: true });
    expect(detected.columns.map(({ name }) => name)).toEqual(['source', 'target']);
  });

  it.each([[','], [';'], ['\t'], ['|']])('finds the delimiter %j', async (delimiter) => {
    const text = `"Hi, you"${delimiter}"嗨; 你"\n"Run"${delimiter}跑\n`;
    const { pairs, detected } = await importText('a.csv', text);
    expect(detected.delimiter).toBe(delimiter);
    expect(pairs[0]).toEqual({ source: 'Hi, you', target: '嗨; 你' });
  });

  it.each([
    ['a row with fewer cells', 'Hi,嗨,1\nRun,跑\n', /line 2 has 2 cells where the first row has 3/],
    ['a quote that is never closed', 'Hi,嗨\n"Run,跑\n', /quote is opened and never closed/],
    ['a quote inside a plain cell', 'Hi,嗨\nRu"n,跑\n', /line 2 has a quote inside an unquoted cell/],
    ['text after a quote', 'Hi,嗨\n"Run" now,跑\n', /line 2 has text after a closing quote/],
    ['one column', 'Hi there\n', /line 1 has one column/],
  ])('refuses %s', async (_, text, message) => {
    await expect(importText('a.csv', text)).rejects.toMatchObject(refusal(message));
  });

  it.each([
    '=HYPERLINK("http://example.org","嗨")',
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    '=SUM(A1:A9)',
    '@SUM(1+1)*cmd',
    '-SUM(1)',
    '=A1+B1',
    '=1+1',
    ' =Sheet1!A1',
  ])('refuses the formula %s, naming line and column', async (formula) => {
    const cell = `"${formula.replaceAll('"', '""')}"`;
    await expect(importText('a.csv', `Hi,嗨\nRun,${cell}\n`)).rejects.toMatchObject(
      refusal(/line 2 has a spreadsheet formula in column 2/),
    );
    // A column that is not read does no harm.
    expect((await importText('a.csv', `Hi,嗨,x\nRun,跑,${cell}\n`)).pairs).toHaveLength(2);
  });

  it.each([
    '- Hello (again).',
    '=) Great!',
    '@you',
    '+1 from me',
    '-5 degrees',
    '=> see there',
    '-- No!',
    '=D',
  ])('keeps the sentence %s as it is', async (sentence) => {
    expect((await importText('a.csv', `"${sentence}",嗨\n`)).pairs[0]?.source).toBe(sentence);
  });
});

describe('openImport of JSON Lines', () => {
  it.each([
    ['objects', '{"source":"Hi.","target":"嗨。"}\n\n{"target":"跑！","source":"Run!","attribution":"#1"}'],
    ['language codes', '{"en":"Hi.","zh-CN":"嗨。"}\n\n{"en":"Run!","zh-CN":"跑！","attribution":"#1"}\n'],
    [
      'nested translations',
      '{"translation":{"en":"Hi.","zh":"嗨。"}}\n\n{"translation":{"en":"Run!","zh":"跑！"},"attribution":"#1"}',
    ],
    ['arrays', '["Hi.","嗨。"]\r\n\r\n["Run!","跑！","#1"]\r\n'],
  ])('reads %s', async (_, text) => {
    const { pairs, removed, detected } = await importText('a.jsonl', text);
    expect(pairs).toEqual([
      { source: 'Hi.', target: '嗨。' },
      { source: 'Run!', target: '跑！', attribution: '#1' },
    ]);
    expect(removed).toEqual({ 'blank lines': 1 });
    expect(detected.format).toBe('jsonl');
    expect(detected.columns.length).toBeGreaterThan(0);
  });

  it('takes chosen keys', async () => {
    const options = { sourceColumn: 'q', targetColumn: 'a', attributionColumn: 'by' };
    const { pairs } = await importText('a.txt', '{"q":"Hi.","a":"嗨。","by":"me","source":"x"}', options);
    expect(pairs).toEqual([{ source: 'Hi.', target: '嗨。', attribution: 'me' }]);
  });

  it.each([
    ['what is not JSON', '{"source":"a","target":"b"}\n{"source":', /line 2 is not JSON/],
    ['a number', '{"source":1,"target":"b"}', /line 1 has a number as its source/],
    ['a missing key', '{"source":"a","text":"b"}', /line 1 has no target \("target"\).*"source", "text"/],
    ['a plain value', '7', /line 1 is neither an object nor an array/],
    ['half a surrogate pair', '["\\ud800","b"]', /half a character/],
    ['a prototype key', '{"__proto__":{"source":"a","target":"b"}}', /no source/],
  ])('refuses %s', async (_, text, message) => {
    await expect(importText('a.jsonl', text)).rejects.toMatchObject(refusal(message));
  });
});

describe('openImport of gettext PO', () => {
  const header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n';

  it('reads msgid and msgstr over several lines, and no header', async () => {
    const text = `${header}#: a.c:1\nmsgid "Two "\n"\\"lines\\""\nmsgstr "两\\n行"\n#. note\nmsgctxt "menu"\nmsgid "Open"\nmsgstr "打开"\n`;
    const { pairs, removed, unitsRead } = await importText('zh.po', text);
    expect(pairs).toEqual([
      { source: 'Two "lines"', target: '两 行' },
      { source: 'Open', target: '打开' },
    ]);
    expect(removed).toEqual({});
    expect(unitsRead).toBe(2);
  });

  it('counts fuzzy, obsolete and untranslated entries, and plural forms after the first', async () => {
    const text = `${header}#, fuzzy, c-format\nmsgid "a"\nmsgstr "甲"\n\nmsgid "b"\nmsgstr ""\n\n#~ msgid "c"\n#~ msgstr "丙"\n\nmsgid "%d file"\nmsgid_plural "%d files"\nmsgstr[0] "%d 个文件"\nmsgstr[1] "%d 些文件"\n`;
    const { pairs, removed } = await importText('a.txt', text);
    expect(pairs).toEqual([{ source: '%d file', target: '%d 个文件' }]);
    expect(removed).toEqual({
      'fuzzy entries': 1,
      'untranslated entries': 1,
      'obsolete entries': 1,
      'further plural forms': 1,
    });
  });

  it('keeps both of two entries with the same msgid', async () => {
    const text =
      'msgid "a"\nmsgstr "甲"\n\nmsgctxt "x"\nmsgid "a"\nmsgstr "乙"\n\nmsgid "__proto__"\nmsgstr "原型"';
    expect((await importText('a.po', text)).pairs.map(({ target }) => target)).toEqual(['甲', '乙', '原型']);
  });

  it.each([
    ['a line outside quotes', 'msgid "a"\nmsgstr 甲\n', /line 2 is not of a PO file/],
    ['a quote inside a string', 'msgid "a "b""\nmsgstr "甲"\n', /line 1 is not of a PO file/],
    ['an entry without msgstr', 'msgid "a"\n\nmsgid "b"\nmsgstr "乙"\n', /entry at line 1 is not complete/],
    ['msgstr before msgid', 'msgstr "a"\n', /line 1 is not of a PO file/],
    ['two msgstr', 'msgid "a"\nmsgstr "b"\nmsgstr "c"\n', /line 3 is not of a PO file/],
    [
      'an endless entry',
      `msgid "a"\n${'"xxxxxxxxxxxxxxxxxxxxxxxx"\n'.repeat(12_000)}`,
      /longer than 256 KiB/,
    ],
  ])('refuses %s', async (_, text, message) => {
    await expect(importText('a.po', text)).rejects.toMatchObject(refusal(message));
  });
});

describe('cutting', () => {
  const moses = [
    { name: 'a.en', content: 'Hi.\r\n\r\nRun!\n' },
    { name: 'a.zh', content: '\ufeff嗨。\n\n跑！' },
  ];
  const files: Record<string, string> = {
    'a.tsv': '\ufeffHi.\t嗨。\r\n\nIt is 5 o’clock.\t五點了。\tx\n𝒳 is a letter.\t𝒳是字母。\n',
    'a.csv': 'source;target\r\n"Hi; ""you""";嗨。\n"a\nb";"乙"\n',
    'a.jsonl': '{"source":"Hi.","target":"嗨。"}\n["Run!","跑！"]\n',
    'a.po': 'msgid "Hi."\nmsgstr "嗨。"\n\n# c\nmsgid "Run!"\nmsgstr "跑！"\n',
    'a.tmx':
      '<?xml version="1.0"?><tmx version="1.4"><body><tu creationid="B&amp;B"><tuv xml:lang="en"><seg>A &lt;b&gt; <ph>x</ph>c</seg></tuv><tuv xml:lang="zh"><seg>嗨<hi>。</hi></seg></tuv></tu></body></tmx>',
  };

  it.each(Object.entries(files))('gives the same pairs however %s is cut into chunks', async (name, text) => {
    const whole = await importText(name, text);
    expect(whole.pairs.length).toBeGreaterThan(0);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 50 }), async (size) => {
        expect(await importText(name, text, {}, size)).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });

  it('gives the same pairs however Moses files are cut into chunks', async () => {
    const whole = await importFiles(moses);
    expect(whole.pairs).toHaveLength(2);
    for (const size of [1, 2, 3, 5, 8]) expect(await importFiles(moses, {}, size)).toEqual(whole);
  });
});
