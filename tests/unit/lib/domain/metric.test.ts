import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricNameSchema, metricText, metricValueSchema, toJsonText } from '@/lib/domain/metric';

describe('metric values', () => {
  it('survive JSON, NaN and infinities included', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        const travelled = metricValueSchema.parse(JSON.parse(toJsonText(value)));
        // JSON writes -0 as 0; no metric tells them apart.
        expect(travelled === value || Object.is(travelled, value)).toBe(true);
      }),
    );
  });

  it('are named split/quantity', () => {
    expect(metricNameSchema.safeParse('test/bleu').success).toBe(true);
    expect(metricNameSchema.safeParse('bleu').success).toBe(false);
    expect(metricText('test/bleu')).toMatchObject({ label: 'BLEU', goal: 'maximize' });
    expect(metricText('test/novel').label).toBe('novel');
  });
});
