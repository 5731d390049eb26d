import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, toHtmlTable } from '@/lib/export/html';
import { nasty, smallTable, tableOf } from './publicationTables';

describe('toHtmlTable', () => {
  it('writes headings with their scope, the best in bold, stars and notes, and no style', () => {
    expect(toHtmlTable(smallTable)).toBe(
      [
        '<table>',
        '<caption>Positions: test BLEU</caption>',
        '<thead><tr><th scope="col">positions</th><th scope="col" align="right">test BLEU</th><th scope="col" align="right">difference</th></tr></thead>',
        '<tbody>',
        '<tr><th scope="row">learned</th><td align="right"><strong>31.4 ± 0.9</strong></td><td align="right">−1.8 [−2.7, −0.9]<sup>**</sup></td></tr>',
        '<tr><th scope="row">fixed</th><td align="right">–</td><td align="right">baseline</td></tr>',
        '</tbody>',
        '</table>',
        '<p class="note">* p &lt; 0.05, ** p &lt; 0.01.</p>',
        '',
      ].join('\n'),
    );
  });

  it('escapes names everywhere: caption, heading, cell and note', () => {
    const html = toHtmlTable(tableOf('<script>alert("1")</script>'));
    expect(html).not.toContain('<script');
    expect(html.match(/&lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt;/g)).toHaveLength(5);
  });

  it.each(['=1+1', '+cmd', '-rm', '@SUM(A1)', '\t=1', '＝1', '－1'])(
    'keeps the spreadsheet that it is pasted into from running %j',
    (text) => {
      const html = toHtmlTable({ ...tableOf(text), caption: '', notes: [] });
      expect(html.match(new RegExp(`>&#39;${text.replace(/[+()]/g, '\\$&')}<`, 'g'))).toHaveLength(3);
    },
  );

  it('leaves the sign of a number that the program wrote', () => {
    const rows = [[{ text: '+1.8 [0.9, 2.7]', isNumber: true }]];
    expect(toHtmlTable({ ...smallTable, rows })).toContain('>+1.8 [0.9, 2.7]<');
  });
});

describe('escapeHtml', () => {
  it('of every character with a meaning is its entity', () => {
    expect(escapeHtml(nasty)).toBe('| ` &lt; &gt; &amp; % _ # { } ~ ^ \\ $ * [ ] &quot; &#39;');
  });

  it('leaves nothing that opens a tag, an entity or ends an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>&"\'a;#我') }), (text) => {
        expect(escapeHtml(text)).toMatch(/^([^<>&"']|&(amp|lt|gt|quot|#39);)*$/);
      }),
    );
  });
});
