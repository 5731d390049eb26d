import { describe, expect, it } from 'vitest';
import { ownLevels } from '@/app/workers/ownLevels';

describe('levels of runs that step together', () => {
  it('are said once where all share them, and of each run where they differ', () => {
    const of = (dropout: number, sourceEndToken: boolean) => ({ dModel: 256, dropout, sourceEndToken });
    expect(ownLevels([of(0.1, true), of(0.1, false), of(0.2, true)])).toEqual({
      shared: { dModel: 256 },
      own: [
        { dropout: 0.1, sourceEndToken: true },
        { dropout: 0.1, sourceEndToken: false },
        { dropout: 0.2, sourceEndToken: true },
      ],
    });
  });

  it('are not shared where one run has none of the factor', () => {
    expect(ownLevels([{}, { dropout: 0 }])).toEqual({ shared: {}, own: [{}, { dropout: 0 }] });
    expect(ownLevels([{ dropout: 0 }, {}])).toEqual({ shared: {}, own: [{ dropout: 0 }, {}] });
  });

  it('leave nothing of each where runs differ in their seeds alone', () => {
    const levels = { heads: 4 };
    expect(ownLevels([levels, levels])).toEqual({ shared: levels, own: [{}, {}] });
  });
});
