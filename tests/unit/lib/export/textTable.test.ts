import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '@/lib/export/displayWidth';
import { toTextTable } from '@/lib/export/textTable';

describe('displayWidth', () => {
  it.each([
    ['abc', 3],
    ['我们，', 6],
    ['ｆｕｌｌ', 8],
    ['e\u0301', 1],
    ['한국', 4],
    ['😀', 2],
    ['𠀀', 2],
    ['', 0],
  ])('of %s is %i', (text, expected) => {
    expect(displayWidth(text)).toBe(expected);
  });
});

describe('toTextTable', () => {
  const columns = [
    { key: 'name', label: 'Variant' },
    { key: 'bleu', label: 'BLEU' },
    { key: 'seconds', label: 'Time', unit: 's' },
  ];

  it('aligns Chinese and Latin text to the left and numbers to the right', () => {
    const rows = [
      { name: '可学习位置', bleu: 31.41592, seconds: 61 },
      { name: 'sinusoidal', bleu: 9, seconds: null },
    ];
    expect(toTextTable(columns, rows)).toBe(
      [
        'Variant      BLEU  Time (s)',
        '----------  -----  --------',
        '可学习位置  31.42        61',
        'sinusoidal      9         -',
        '',
      ].join('\n'),
    );
  });

  it('prints the heading of an empty table', () => {
    expect(toTextTable(columns, [])).toBe('Variant  BLEU  Time (s)\n-------  ----  --------\n');
  });

  it.each([
    [2.34567, '2.346'],
    [0.00031, '0.0003100'],
    [3.1e-5, '3.100e-5'],
    [14_100_000, '14100000'],
    [12345.678, '12346'],
    [Number.NaN, 'NaN'],
  ])('rounds %s to %s', (bleu, expected) => {
    expect(
      toTextTable([{ key: 'bleu', label: 'BLEU' }], [{ bleu }])
        .split('\n')[2]
        ?.trim(),
    ).toBe(expected);
  });

  it('lets no control character through to the terminal', () => {
    const table = toTextTable([{ key: 'name', label: 'A\nB' }], [{ name: '\u001b[31mred\r\n!' }]);
    expect(table).toBe('A B\n-----------\n [31mred  !\n');
  });

  it('gives every column one width', () => {
    const cell = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', '我', '。', '😀', 'é') }),
      fc.double(),
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 6 }), (pairs) => {
        const rows = pairs.map(([left, right]) => ({ left, right, end: '|' }));
        const sides = [
          { key: 'left', label: 'Left' },
          { key: 'right', label: 'Right' },
          { key: 'end', label: '|' },
        ];
        const lines = toTextTable(sides, rows).trimEnd().split('\n');
        expect(lines).toHaveLength(rows.length + 2);
        expect(new Set(lines.map(displayWidth)).size).toBe(1);
      }),
    );
  });
});
