import { describe, expect, it } from 'vitest';
import { toJson } from '@/lib/export/json';

describe('toJson', () => {
  const columns = [
    { key: 'name', label: 'Name' },
    { key: 'loss', label: 'Test loss', unit: 'nats' },
  ];

  it('gives the columns and every row with every key', () => {
    const parsed = JSON.parse(toJson(columns, [{ name: '=x', loss: 0.1 + 0.2, other: 1 }, { name: true }]));
    expect(parsed).toEqual({
      columns,
      rows: [
        { name: '=x', loss: 0.1 + 0.2 },
        { name: true, loss: null },
      ],
    });
  });

  it.each([
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('tells %s from a missing value', (loss, expected) => {
    expect(JSON.parse(toJson(columns, [{ name: 'a', loss }])).rows[0].loss).toBe(expected);
  });
});
