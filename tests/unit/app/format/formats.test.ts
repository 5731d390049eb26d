import { describe, expect, it } from 'vitest';
import { createFormats } from '@/app/format/formats';

const en = createFormats({ language: 'en', numbers: 'en-GB' });
const zh = createFormats({ language: 'zh-CN', numbers: 'zh-CN' });
const mixed = createFormats({ language: 'en', numbers: 'de-DE' });

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

describe('formats', () => {
  it('are made once for a locale', () => {
    expect(createFormats({ language: 'en', numbers: 'en-GB' })).toBe(en);
    expect(createFormats({ language: 'en', numbers: 'de-DE' })).not.toBe(en);
  });

  it('give each metric the digits it deserves', () => {
    expect(en.metric('test/loss', 1.23456)).toBe('1.235');
    expect(en.metric('test/bleu', 41.26)).toBe('41.3');
    expect(en.metric('test/accuracy', 0.4567)).toBe('45.7 %');
    expect(en.metric('throughput/tokensPerSecond', 12345.6)).toBe('12,346');
    expect(en.metric('system/rssBytes', 1_250_000_000)).toBe('1.25 GB');
    expect(en.metric('optimizer/learningRate', 0.0003)).toBe('0.0003');
  });

  it('say what was not measured and what is not a number', () => {
    expect(en.metric('test/loss', undefined)).toBe('–');
    expect(en.metric('test/loss', Number.NaN)).toBe('NaN');
    expect(en.metric('test/loss', Number.NEGATIVE_INFINITY)).toBe('−∞');
    expect(en.metric('test/accuracy', Number.NaN)).toBe('NaN');
    expect(en.metric('system/rssBytes', Number.POSITIVE_INFINITY)).toBe('∞');
  });

  it('write differences with their sign, and none where the digits show none', () => {
    expect(en.delta('test/bleu', 1.84)).toBe('+1.8');
    expect(en.delta('test/bleu', -0.31)).toBe('−0.3');
    expect(en.delta('test/bleu', -0.01)).toBe('±0.0');
    expect(en.delta('test/bleu', undefined)).toBe('–');
    expect(en.delta('test/bleu', Number.NEGATIVE_INFINITY)).toBe('−∞');
    expect(en.delta('test/bleu', Number.NaN)).toBe('NaN');
  });

  it('stay readable from millionths to millions', () => {
    const values = [0, 0.00001, 0.0005, 0.05, 0.30000000000000004, -2.5, 1500, 14_100_000];
    expect(values.map(en.general)).toEqual([
      ...['0', '1.00e−5', '0.0005', '0.05', '0.3', '−2.5', '1,500', '1.41e7'],
    ]);
  });

  it('write parameters, bytes, shares and epochs in their own units', () => {
    expect([512, 815_123, 14_100_000, 213_000_000].map(en.parameters)).toEqual([
      ...['512', '815 k', '14.10 M', '213 M'],
    ]);
    expect([0, 12, 2048, 5_000_000, 400e6].map(en.bytes)).toEqual(['0', '12 B', '2 kB', '5 MB', '400 MB']);
    expect(en.percent(0.4567)).toBe('45.7 %');
    expect([en.epoch(14), en.epoch(14.5)]).toEqual(['14', '14.5']);
  });

  it('write durations exactly, and estimates with the digits that they deserve', () => {
    expect([850, 12_000, 185_000, 7_620_000].map(en.duration)).toEqual([
      ...['850 ms', '12 s', '3 min 05 s', '2 h 07 min'],
    ]);
    const estimates = [
      400,
      42_000,
      12.3 * minuteMs,
      59.9 * minuteMs,
      128 * minuteMs,
      14.2 * hourMs,
      73 * hourMs,
    ];
    expect(estimates.map(en.roughly)).toEqual([
      ...['5 s', '40 s', '12 min', '1 h', '2 h 10 min', '14 h', '3 days'],
    ]);
    expect(en.interval({ low: 6e6, expected: 7.8e6, high: 1.08e7 })).toBe('2 h 10 min (1 h 40 min – 3 h)');
  });

  it('take digits and separators from the person, words from the language', () => {
    expect(mixed.count(1_234_567)).toBe('1.234.567');
    expect(mixed.fixed(3.1, 2)).toBe('3,10');
    expect(mixed.duration(7_620_000)).toBe('2 h 07 min');
    expect(zh.duration(185_000)).toBe('3 分 05 秒');
    expect(zh.roughly(73 * hourMs)).toBe('3 天');
    expect(zh.list(['甲', '乙', '丙'])).toBe('甲、乙和丙');
    expect(en.list(['a', 'b', 'c'])).toBe('a, b and c');
  });

  it('say how long ago something was', () => {
    const nowMs = 1_700_000_000_000;
    expect(en.ago(nowMs - 5000, nowMs)).toBe('5 seconds ago');
    expect(en.ago(nowMs - 3 * minuteMs, nowMs)).toBe('3 minutes ago');
    expect(en.ago(nowMs - 30 * hourMs, nowMs)).toBe('30 hours ago');
    expect(en.ago(nowMs - 72 * hourMs, nowMs)).toBe('3 days ago');
    expect(zh.ago(nowMs - 3 * minuteMs, nowMs)).toBe('3分钟前');
  });
});
