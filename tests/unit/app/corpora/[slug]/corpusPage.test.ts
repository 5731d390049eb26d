import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnalysisState, analysisParsers, analysisQuery } from '@/app/corpora/[slug]/analysisState';
import { barsOf, highestCount, positionOf, ticksOf } from '@/app/corpora/[slug]/histogramLayout';
import { matchParts } from '@/app/corpora/[slug]/matchParts';
import { shownSymbol } from '@/app/corpora/[slug]/shownSymbol';
import { analysisSettingsSchema, type LengthHistogram } from '@/lib/domain/corpusAnalysis';

const histogram: LengthHistogram = {
  unit: 'characters',
  width: 2,
  counts: [1, 4, 2],
  mean: 3,
  median: 2,
  percentile95: 5,
  percentile99: 5,
  longest: 9,
};
const plot = { width: 300, height: 100 };

const nothingChosen: AnalysisState = {
  sourceTokenizer: null,
  targetTokenizer: null,
  sourceVocabulary: null,
  targetVocabulary: null,
  sourceMerges: null,
  targetMerges: null,
  sourceMinFrequency: null,
  targetMinFrequency: null,
  maxLength: null,
  seed: null,
  validation: null,
  test: null,
};

describe('the settings in the address', () => {
  it('are all settings of an analysis, and no others', () => {
    expect(Object.keys(analysisParsers).sort()).toEqual(Object.keys(analysisSettingsSchema.shape).sort());
  });

  it('are sent only where they were chosen', () => {
    expect(analysisQuery(nothingChosen)).toBe('');
    expect(analysisQuery({ ...nothingChosen, sourceTokenizer: 'bpe', test: 0.1 })).toBe(
      'sourceTokenizer=bpe&test=0.1',
    );
  });
});

describe('a length histogram', () => {
  it('has bars that stand on the axis, the highest reaching the top', () => {
    const bars = barsOf(histogram, highestCount([histogram]), plot);
    expect(bars.map(({ y, height }) => y + height)).toEqual([100, 100, 100]);
    expect(bars.map(({ height }) => height)).toEqual([25, 100, 50]);
    expect(bars.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [2, 3],
      [4, undefined],
    ]);
  });

  it('marks a length within its own bar, and one beyond the last bar at the end', () => {
    expect(positionOf(2, histogram, plot)).toBe(125);
    expect(positionOf(40, histogram, plot)).toBe(300);
  });

  it('has a few round lengths on its axis, whatever its reach', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.constantFrom(1, 2, 5, 10, 50), (bars, width) => {
        const ticks = ticksOf({ ...histogram, width, counts: new Array<number>(bars).fill(1) }, 10);
        expect(ticks[0]).toBe(0);
        expect(ticks.length).toBeLessThanOrEqual(11);
        expect(ticks.every((tick) => tick < bars * width)).toBe(true);
      }),
    );
  });
});

describe('matchParts', () => {
  it('marks what was searched, whatever the case', () => {
    const parts = matchParts('The THEme of the day', ' the');
    expect(parts.filter(({ matches }) => matches).map(({ text }) => text)).toEqual(['The', 'THE', 'the']);
  });

  it('always gives back the whole text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ maxLength: 3 }), (text, query) => {
        const parts = matchParts(text, query);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        expect(new Set(parts.map(({ offset }) => offset)).size).toBe(parts.length);
      }),
    );
  });

  it('leaves a text whole whose small letters have another length', () => {
    expect(matchParts('İstanbul', 'stan')).toEqual([{ text: 'İstanbul', offset: 0, matches: false }]);
  });
});

describe('shownSymbol', () => {
  it('makes blanks visible', () => {
    expect(shownSymbol(' the')).toBe('␣the');
    expect(shownSymbol('\u3000')).toBe('␣');
  });
});
