import { createElement } from 'react';
import { describe, expect, it } from 'vitest';
import { type Block, toHtml, toMarkdown } from '@/app/report/document';
import { smallTable } from '../../lib/export/publicationTables';

const code = 'name: x\n\n\n\nbase: {}\n';
const blocks: Block[] = [
  { kind: 'heading', level: 1, text: 'Report: a_b' },
  { kind: 'paragraph', text: '- is it <real>?' },
  { kind: 'list', items: ['one', '1. two'] },
  { kind: 'table', table: smallTable },
  {
    kind: 'figure',
    pictures: [createElement('svg', { key: 'a' }, createElement('title', {}, 'a < b'))],
    table: null,
  },
  { kind: 'figure', pictures: [], table: { ...smallTable, caption: 'Means', notes: [] } },
  { kind: 'heading', level: 2, text: 'The sweep file' },
  { kind: 'code', text: code },
];

describe('toMarkdown', () => {
  it('writes every block, of figures the table, a blank line between them, and the code as it is', () => {
    expect(toMarkdown(blocks)).toBe(
      [
        '# Report: a_b',
        '',
        '\\- is it \\<real>?',
        '',
        '- one',
        '- 1\\. two',
        '',
        '**Positions: test BLEU**',
        '',
        '| positions | test BLEU | difference |',
        '| --- | ---: | ---: |',
        '| learned | **31.4 ± 0.9** | −1.8 [−2.7, −0.9]\\*\\* |',
        '| fixed | – | baseline |',
        '',
        '\\* p < 0.05, \\*\\* p < 0.01.',
        '',
        '**Means**',
        '',
        '| positions | test BLEU | difference |',
        '| --- | ---: | ---: |',
        '| learned | **31.4 ± 0.9** | −1.8 [−2.7, −0.9]\\*\\* |',
        '| fixed | – | baseline |',
        '',
        '## The sweep file',
        '',
        '```yaml',
        'name: x',
        '',
        '',
        '',
        'base: {}',
        '```',
        '',
      ].join('\n'),
    );
  });

  it('closes the code with a fence that is not in it', () => {
    expect(toMarkdown([{ kind: 'code', text: 'a\n````\n# no heading\n' }])).toBe(
      '`````yaml\na\n````\n# no heading\n`````\n',
    );
  });
});

describe('toHtml', () => {
  const page = (title = 'Report') => toHtml(blocks, { title, language: 'en' });

  it('writes every block, figures too, all texts escaped', async () => {
    const html = await page('<b>"Report"</b>');
    expect(html).toContain('<title>&lt;b&gt;&quot;Report&quot;&lt;/b&gt;</title>');
    expect(html).toContain('<h1>Report: a_b</h1>');
    expect(html).toContain('<p>- is it &lt;real&gt;?</p>');
    expect(html).toContain('<ul><li>one</li><li>1. two</li></ul>');
    expect(html).toContain('<div class="wide"><table>');
    expect(html).toContain('<figure><svg><title>a &lt; b</title></svg></figure>');
    expect(html).toContain(`<pre>${code}</pre>`);
  });

  it('is a document of its language that closes what it opens', async () => {
    const html = await toHtml(blocks, { title: 'x', language: 'zh-CN' });
    expect(html.startsWith('<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">')).toBe(
      true,
    );
    expect(html.endsWith('</html>\n')).toBe(true);
    for (const tag of ['html', 'head', 'body', 'main', 'table', 'figure', 'svg', 'style']) {
      const count = (pattern: string) => html.match(new RegExp(pattern, 'g'))?.length;
      expect(count(`<${tag}[ >]`), tag).toBe(count(`</${tag}>`));
    }
  });
});
