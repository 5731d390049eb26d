import { describe, expect, it } from 'vitest';
import { chosenSweeps, type ListState } from '@/app/sweeps/listState';
import { parseTags, tagsProblem } from '@/app/sweeps/tagsText';
import type { SweepRow } from '@/lib/domain/api';

const everything: ListState = {
  q: '',
  state: null,
  tag: null,
  corpus: null,
  archived: false,
  sort: 'newest',
};

function sweep(id: string, createdAtMs: number, rest: Partial<SweepRow> = {}): SweepRow {
  return {
    ...{ id, name: id, question: '', corpusSlug: 'phrasebook', state: 'finished' },
    counts: { queued: 0, running: 0, finished: 1, stopped: 0, failed: 0, cancelled: 0 },
    ...{ variantCount: 1, factors: [], createdAtMs, priority: 0, paused: false, best: null },
    ...{
      comparisonProblem: null,
      owner: '',
      notes: '',
      tags: [],
      archived: false,
      timeLeftMs: null,
      spark: null,
    },
    ...rest,
  };
}

const sweeps = [
  sweep('width 10', 1, { owner: 'Mei', tags: ['paper'], question: 'Does width help?' }),
  sweep('width 2', 2, { state: 'running', timeLeftMs: { low: 1, expected: 2, high: 3 } }),
  sweep('heads', 3, { corpusSlug: 'tatoeba', owner: 'An' }),
  sweep('old', 4, { archived: true, tags: ['paper'] }),
];
const ids = (state: Partial<ListState>) =>
  chosenSweeps(sweeps, { ...everything, ...state }, 'en').map(({ id }) => id);

describe('the list of sweeps', () => {
  it('leaves archived ones out, and shows them alone where they are asked for', () => {
    expect(ids({})).toEqual(['heads', 'width 2', 'width 10']);
    expect(ids({ archived: true })).toEqual(['old']);
  });

  it('finds every word in name, question, tags, owner or corpus', () => {
    expect(ids({ q: 'WIDTH' })).toEqual(['width 2', 'width 10']);
    expect(ids({ q: 'help mei' })).toEqual(['width 10']);
    expect(ids({ q: 'tatoeba' })).toEqual(['heads']);
    expect(ids({ q: 'width heads' })).toEqual([]);
  });

  it('filters by state, tag and corpus', () => {
    expect(ids({ state: 'running' })).toEqual(['width 2']);
    expect(ids({ tag: 'paper' })).toEqual(['width 10']);
    expect(ids({ corpus: 'tatoeba', state: 'running' })).toEqual([]);
  });

  it('sorts numbers in names as numbers, and what has no owner or no end last', () => {
    expect(ids({ sort: 'name' })).toEqual(['heads', 'width 2', 'width 10']);
    expect(ids({ sort: 'oldest' })).toEqual(['width 10', 'width 2', 'heads']);
    expect(ids({ sort: 'state' })).toEqual(['width 2', 'heads', 'width 10']);
    expect(ids({ sort: 'timeLeft' })[0]).toBe('width 2');
    expect(ids({ sort: 'owner' })).toEqual(['heads', 'width 10', 'width 2']);
  });
});

describe('tags', () => {
  it('are separated by commas of either language, each once', () => {
    expect(parseTags(' paper, width，paper、 END ,')).toEqual(['paper', 'width', 'END']);
  });

  it('are refused where there are too many or one is too long', () => {
    expect(tagsProblem(['a'])).toBeUndefined();
    expect(tagsProblem(Array.from({ length: 21 }, (_, i) => `t${i}`))).toMatchObject({
      kind: 'many',
      count: 21,
    });
    expect(tagsProblem(['x'.repeat(41)])).toMatchObject({ kind: 'long' });
  });
});
