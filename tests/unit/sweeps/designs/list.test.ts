import { describe, expect, it } from 'vitest';
import { expand, failure } from '../refusal';

const recipe = { keras: { scaleEmbedding: false }, paper: { labelSmoothing: 0.1 } };

describe('a list of cells', () => {
  it('is trained as written, a missing key having the base’s value', () => {
    const { variants } = expand({
      base: { heads: 4 },
      design: 'list',
      cells: [{ dModel: 512, heads: 8 }, { dModel: 256 }, { layers: 2 }],
    });
    expect(variants.map(({ levels }) => levels)).toEqual([
      { dModel: 512, heads: 8, layers: 1 },
      { dModel: 256, heads: 4, layers: 1 },
      { dModel: 256, heads: 4, layers: 2 },
    ]);
    expect(variants[0]?.config).toMatchObject({ dModel: 512, heads: 8 });
  });

  it('names bundles', () => {
    const { variants } = expand({
      design: 'list',
      factors: { recipe },
      cells: [{ recipe: 'keras' }, { recipe: 'paper', layers: 2 }, { layers: 2 }],
    });
    expect(variants.map(({ levels }) => levels['recipe'])).toEqual(['keras', 'paper', 'none']);
    expect(variants[1]?.config).toMatchObject({ labelSmoothing: 0.1, encoderLayers: 2 });
  });

  it('drops what is listed twice', () => {
    const { variants, dropped } = expand({
      design: 'list',
      cells: [{ heads: 4 }, { heads: 8 }, { heads: 4 }],
    });
    expect(variants).toHaveLength(2);
    expect(dropped).toEqual([{ levels: { heads: 4 }, reason: 'the same configuration as heads 4' }]);
  });

  it('is refused with the path of the cell at fault', () => {
    const path = (input: Parameters<typeof expand>[0]) => failure(() => expand(input)).path;
    expect(path({ design: 'list' })).toBe('cells');
    expect(path({ design: 'list', cells: [{ heads: 4 }, { head: 4 }] })).toBe('cells.1.head');
    expect(path({ design: 'list', cells: [{ heads: 4.5 }] })).toBe('cells.0.heads');
    expect(path({ design: 'list', factors: { recipe }, cells: [{ recipe: 'adam' }] })).toBe('cells.0.recipe');
    expect(path({ design: 'list', factors: { recipe }, cells: [{ heads: 4 }] })).toBe('factors.recipe');
    expect(path({ cells: [{ heads: 4 }] })).toBe('cells');
  });
});
