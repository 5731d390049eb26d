import { describe, expect, it } from 'vitest';
import { levelText, variantText } from '@/app/format/levels';
import {
  formatBytes,
  formatDuration,
  formatGeneral,
  formatMetric,
  formatParameters,
  plural,
} from '@/app/format/numbers';

describe('numbers', () => {
  it('give each metric the digits it deserves', () => {
    expect(formatMetric('test/loss', 1.23456)).toBe('1.235');
    expect(formatMetric('test/bleu', 41.26)).toBe('41.3');
    expect(formatMetric('test/accuracy', 0.4567)).toBe('45.7 %');
    expect(formatMetric('throughput/tokensPerSecond', 12345.6)).toBe('12,346');
  });

  it('say what was not measured and what is not a number', () => {
    expect(formatMetric('test/loss', undefined)).toBe('–');
    expect(formatMetric('test/loss', Number.NaN)).toBe('NaN');
    expect(formatMetric('test/loss', -Infinity)).toBe('−∞');
  });

  it('stay readable from millionths to millions', () => {
    expect([0, 0.00001, 0.0005, 0.05, 0.30000000000000004, 1500, 14_100_000].map(formatGeneral)).toEqual([
      '0',
      '1.00e−5',
      '0.0005',
      '0.05',
      '0.3',
      '1,500',
      '1.41e7',
    ]);
  });

  it('write parameters, bytes and durations in their own units', () => {
    expect([512, 815_123, 14_100_000].map(formatParameters)).toEqual(['512', '815 k', '14.10 M']);
    expect([12, 2048, 5_000_000].map(formatBytes)).toEqual(['12 B', '2 kB', '5 MB']);
    expect([850, 12_000, 185_000, 7_620_000].map(formatDuration)).toEqual([
      '850 ms',
      '12 s',
      '3 min 05 s',
      '2 h 07 min',
    ]);
    expect([plural(1, 'run'), plural(2000, 'run')]).toEqual(['1 run', '2,000 runs']);
  });
});

describe('levels', () => {
  it('say what zero stands for', () => {
    expect(levelText('trainSize', 0)).toBe('all');
    expect(levelText('dropout', 0)).toBe('0');
    expect(levelText('sourceEndToken', false)).toBe('off');
    expect(levelText('trainSize', 10_000)).toBe('10,000');
  });

  it('name a variant shortly, with a label where the level alone would not say it', () => {
    expect(variantText({ dModel: 256, positions: 'learned', sourceEndToken: true })).toBe(
      'd_model 256, learned, source END on',
    );
    expect(variantText({ sourceTokenizer: 'words' })).toBe('source tokens words');
    expect(variantText({})).toBe('baseline');
  });
});
