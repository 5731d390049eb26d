import { describe, expect, it } from 'vitest';
import { pivotChoice } from '@/app/sweeps/[id]/answer/pivotChoice';
import { namedInput, whole } from '../../../answer/answers';

const { runs } = namedInput();
const nothing = { pivotRows: null, pivotColumns: null, pivotMetric: null };

describe('the pivot table that is shown', () => {
  it('is of the first two factors and of the reported metric unless the address names others', () => {
    expect(pivotChoice(whole, runs, nothing)).toMatchObject({
      rowFactor: 'positions',
      columnFactor: 'dModel',
      metrics: ['test/bleu', 'validation/bleu'],
      measured: { metric: 'test/bleu', of: 'whole' },
    });
    const wanted = { pivotRows: 'dModel', pivotColumns: 'sourceEndToken', pivotMetric: 'validation/bleu' };
    expect(pivotChoice(whole, runs, wanted)).toMatchObject({
      rowFactor: 'dModel',
      columnFactor: 'sourceEndToken',
      measured: { metric: 'validation/bleu', of: 'training' },
    });
  });

  it('is of what there is where the address names what the sweep has not, or one factor twice', () => {
    const wanted = { pivotRows: 'dModel', pivotColumns: 'dModel', pivotMetric: 'test/nothing' };
    expect(pivotChoice(whole, runs, wanted)).toMatchObject({
      rowFactor: 'dModel',
      columnFactor: 'positions',
      measured: { metric: 'test/bleu' },
    });
  });
});
