import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutToWidth, displayWidth } from '@/lib/export/displayWidth';
import { toPublicationText } from '@/lib/export/publicationText';
import { smallTable } from './publicationTables';

describe('toPublicationText', () => {
  it('aligns columns, names the best, and puts notes beneath', () => {
    expect(toPublicationText(smallTable)).toBe(
      [
        'Positions: test BLEU',
        '',
        'positions          test BLEU           difference',
        '---------  -----------------  -------------------',
        'learned    31.4 ± 0.9 (best)  −1.8 [−2.7, −0.9]**',
        'fixed                      –             baseline',
        '',
        '* p < 0.05, ** p < 0.01.',
        '',
      ].join('\n'),
    );
  });

  it('gives a Chinese character two columns', () => {
    const table = {
      caption: '',
      columns: [
        { label: '位置编码', align: 'left' as const },
        { label: '测试集 BLEU', align: 'right' as const },
      ],
      rows: [
        [{ text: '可学习' }, { text: '31.4', isNumber: true }],
        [{ text: 'sinusoidal' }, { text: '9.0', isNumber: true }],
      ],
      notes: [],
    };
    expect(toPublicationText(table)).toBe(
      [
        '位置编码    测试集 BLEU',
        '----------  -----------',
        '可学习             31.4',
        'sinusoidal          9.0',
        '',
        '',
      ].join('\n'),
    );
  });

  it('lets no control character through to the terminal', () => {
    const text = 'a\u001b[31m\n\tb';
    const table = { caption: text, columns: [{ label: text, align: 'left' as const }], rows: [[{ text }]] };
    expect(toPublicationText({ ...table, notes: [text] })).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  it('starts every cell of the last column in the same place, whatever is before it', () => {
    const name = fc.string({ unit: fc.constantFrom('a', '我', '。', '😀', 'é', 'e\u0301') });
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
        const text = toPublicationText({
          caption: '',
          columns: [
            { label: 'name', align: 'left' },
            { label: '|', align: 'left' },
          ],
          rows: names.map((each) => [{ text: each }, { text: '|' }]),
          notes: [],
        });
        const lines = text.split('\n').slice(0, names.length + 2);
        lines[1] = lines[1]?.replace(/-$/, '|') ?? '';
        expect(new Set(lines.map(displayWidth)).size).toBe(1);
      }),
    );
  });
});

describe('cutToWidth', () => {
  it('keeps what fits and cuts the rest within the columns', () => {
    expect(cutToWidth('我们走吧', 8)).toBe('我们走吧');
    expect(cutToWidth('我们走吧', 7)).toBe('我们走…');
    expect(cutToWidth('我们走吧', 6)).toBe('我们…');
    expect(cutToWidth('abc', 3)).toBe('abc');
    expect(cutToWidth('abcd', 3)).toBe('ab…');
  });
});
