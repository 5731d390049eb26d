import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePairs, encodePairs } from '@/lib/data/canonical';

describe('the canonical file', () => {
  it('is one JSON array a line', () => {
    const { bytes, fingerprint } = encodePairs([
      { source: 'Hi.', target: '嗨。', attribution: 'CC-BY' },
      { source: 'Run!', target: '跑！' },
    ]);
    expect(new TextDecoder().decode(bytes)).toBe('["Hi.","嗨。","CC-BY"]\n["Run!","跑！"]\n');
    // printf '["Hi.","嗨。","CC-BY"]\n["Run!","跑！"]\n' | sha256sum (coreutils 9.1)
    expect(fingerprint).toBe('40ee50ec47a5c17dd2b0dca8ebb2b8ce6c06b5eb6911355648d128365df4749d');
  });

  it('gives back what was written', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.record({ source: text, target: text }),
            fc.record({ source: text, target: text, attribution: text }),
          ),
        ),
        (pairs) => {
          expect(decodePairs(encodePairs(pairs).bytes)).toEqual(pairs);
        },
      ),
    );
  });

  it.each(['["one"]\n', '["a","b"]\n{}\n', 'not JSON\n'])('names the damaged line of %j', (text) => {
    expect(() => decodePairs(new TextEncoder().encode(text))).toThrow(/line \d is not a JSON array/);
  });
});
