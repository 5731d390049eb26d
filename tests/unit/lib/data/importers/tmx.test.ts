import { describe, expect, it } from 'vitest';
import { importText, refusal } from './importing';

const variant = (language: string, segment: string) =>
  `<tuv xml:lang="${language}"><seg>${segment}</seg></tuv>`;
const unit = (...variants: string[]) => `<tu>${variants.join('')}</tu>`;
const tmx = (...units: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header srclang="en" creationtool="x"/>\n<body>\n${units.join('\n')}\n</body></tmx>\n`;

describe('openImport of TMX', () => {
  it('reads the variants of both languages, in any order and notation', async () => {
    const text = tmx(
      unit(variant('zh', '嗨。'), variant('EN-us', 'Hi.'), variant('de', 'Hallo.')),
      unit(variant('en', 'Run!'), '<tuv lang="ZH_cn"><seg>跑！</seg></tuv>'),
    );
    const { pairs, detected, removed, unitsRead } = await importText('a.tmx', text);
    expect(pairs).toEqual([
      { source: 'Hi.', target: '嗨。' },
      { source: 'Run!', target: '跑！' },
    ]);
    expect(detected).toMatchObject({ format: 'tmx', languages: ['zh', 'EN-us', 'de', 'en', 'ZH_cn'] });
    expect(removed).toEqual({});
    expect(unitsRead).toBe(2);
  });

  it('prefers the wanted variety of a language, and falls back to another', async () => {
    const text = tmx(
      unit(variant('en', 'A'), variant('zh-TW', '甲'), variant('zh-CN', '乙')),
      unit(variant('en', 'B'), variant('zh-TW', '丙')),
    );
    const { pairs } = await importText('a.tmx', text, { targetLanguage: 'zh-CN' });
    expect(pairs.map(({ target }) => target)).toEqual(['乙', '丙']);
  });

  it('keeps the text of <hi> and drops native code, with what is inside it', async () => {
    const segment =
      'See <bpt i="1">&lt;b&gt;<sub>title</sub></bpt>the <hi type="term">log</hi><ept i="1">&lt;/b&gt;</ept> &amp; <ph x="1">%s</ph><it pos="begin">{</it>go<ut>}</ut><![CDATA[ <on>]]>';
    const { pairs } = await importText(
      'a.tmx',
      tmx(unit(variant('en', segment), variant('zh', '看\n  日志'))),
    );
    expect(pairs).toEqual([{ source: 'See the log & go <on>', target: '看 日志' }]);
  });

  it('keeps an attribution: the property, else the author, else the note', async () => {
    const sides = variant('en', 'A') + variant('zh', '甲');
    const text = tmx(
      `<tu creationid="ann"><note>n</note><prop type="domain">x</prop><prop type="attribution">CC #1</prop>${sides}</tu>`,
      `<tu creationid="ann"><note>n</note>${sides.replace('甲', '乙')}</tu>`,
      `<tu><note>a note</note>${sides.replace('甲', '丙')}</tu>`,
    );
    const { pairs } = await importText('a.tmx', text);
    expect(pairs.map(({ attribution }) => attribution)).toEqual(['CC #1', 'ann', 'a note']);
  });

  it('counts units without both languages, and further variants', async () => {
    const text = tmx(
      unit(variant('en', 'A'), variant('de', 'B')),
      unit(variant('en', 'A'), variant('zh', '甲'), variant('zh', '乙')),
    );
    const { pairs, removed } = await importText('a.tmx', text);
    expect(pairs).toEqual([{ source: 'A', target: '甲' }]);
    expect(removed).toEqual({ 'units without both languages': 1, 'further variants of a unit': 1 });
  });

  const good = unit(variant('en', 'A'), variant('zh', '甲'));
  const laughs = Array.from(
    { length: 10 },
    (_, level) => `<!ENTITY lol${level + 1} "${level === 0 ? 'lol' : `&lol${level};`.repeat(10)}">`,
  ).join('\n');
  const nested = (depth: number) => '<x>'.repeat(depth);

  it.each([
    [
      'a document type',
      tmx(good).replace('<tmx', '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx'),
      /line 2 .*document type/,
    ],
    [
      'a billion laughs',
      tmx(unit(variant('en', '&lol10;'), variant('zh', '甲'))).replace(
        '<tmx',
        `<!DOCTYPE tmx [\n${laughs}\n]>\n<tmx`,
      ),
      /document type.*never followed/,
    ],
    [
      'a file outside the document',
      tmx(good).replace('<tmx', '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<tmx'),
      /document type/,
    ],
    ['an entity', tmx(unit(variant('en', 'A&nbsp;b'), variant('zh', '甲'))), /line 5 .*entity/],
    ['what is not well formed', tmx('<tu><tuv></tu>'), /line 5 .*not well-formed/],
    ['a cut file', tmx(good).slice(0, -20), /not well-formed/],
    ['another document', '<html><body/></html>', /<html>; expected <tmx>/],
    ['deep nesting', tmx(nested(200)), /more than 100 deep/],
    [
      'other languages',
      tmx(unit(variant('de', 'A'), variant('fr', 'B'))),
      /no unit has both en and zh.*de, fr/,
    ],
    ['no unit', tmx(), /no sentence pair/],
  ])('refuses %s', async (_, text, message) => {
    await expect(importText('a.tmx', text)).rejects.toMatchObject(refusal(message));
    await expect(importText('a.tmx', text, {}, 7)).rejects.toMatchObject(refusal(message));
  });
});
