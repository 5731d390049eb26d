import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown, toMarkdownTable } from '@/lib/export/markdown';
import { nasty, smallTable, tableOf } from './publicationTables';

describe('toMarkdownTable', () => {
  it('writes a table of GitHub with alignment, the best in bold, stars and notes', () => {
    expect(toMarkdownTable(smallTable)).toBe(
      [
        '**Positions: test BLEU**',
        '',
        '| positions | test BLEU | difference |',
        '| --- | ---: | ---: |',
        '| learned | **31.4 ± 0.9** | −1.8 [−2.7, −0.9]\\*\\* |',
        '| fixed | – | baseline |',
        '',
        '\\* p < 0.05, \\*\\* p < 0.01.',
        '',
      ].join('\n'),
    );
  });

  it('leaves the caption out where there is none', () => {
    expect(toMarkdownTable({ ...smallTable, caption: '' })).toMatch(/^\| positions/);
  });

  it('keeps its number of cells and lines whatever the texts are', () => {
    const text = fc.string({ unit: fc.constantFrom(...'|`\\*\n\r<&_ a我') });
    fc.assert(
      fc.property(text, (name) => {
        const lines = toMarkdownTable({ ...tableOf(name), caption: '', notes: [] }).split('\n');
        expect(lines).toHaveLength(5);
        // A pipe is a border unless an odd number of backslashes is before it.
        const borders = (line: string) =>
          Array.from(line.matchAll(/(\\*)\|/g)).filter(([, slashes = '']) => slashes.length % 2 === 0);
        for (const line of lines.slice(0, 4)) expect(borders(line)).toHaveLength(2);
      }),
    );
  });
});

describe('escapeMarkdown', () => {
  it('makes every character of markup a character', () => {
    expect(escapeMarkdown(nasty)).toBe('\\| \\` < > \\& % \\_ \\# \\{ \\} \\~ ^ \\\\ \\$ \\* \\[ \\] " \'');
  });

  it.each([
    ['<script>alert(1)</script>', '\\<script>alert(1)\\</script>'],
    ['[x](javascript:alert(1))', '\\[x\\](javascript:alert(1))'],
    ['[1, 2](javascript:alert(1))', '\\[1, 2\\](javascript:alert(1))'],
    ['[1]: https://example.org', '\\[1\\]: https://example.org'],
    ['d_model 64, _no emphasis_', 'd_model 64, \\_no emphasis\\_'],
    ['p < 0.05 <b>', 'p < 0.05 \\<b>'],
    ['> no quotation', '\\> no quotation'],
    ['# no heading', '\\# no heading'],
    ['a\r\n\n  b', 'a b'],
    ['$\\alpha$', '\\$\\\\alpha\\$'],
    ['- no list', '\\- no list'],
    ['+ no list', '\\+ no list'],
    ['12. no list', '12\\. no list'],
    ['1) no list', '1\\) no list'],
    ['---', '\\---'],
    ['    no code', 'no code'],
    ['+1.8', '+1.8'],
    ['-5', '-5'],
    ['1.5 times', '1.5 times'],
    ['句子。', '句子。'],
  ])('of %j is %j', (text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });
});
