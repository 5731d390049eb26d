import { describe, expect, it } from 'vitest';
import { isCommonHan, scriptOf } from '@/lib/data/script';

describe('scriptOf', () => {
  it.each([
    ['这个', 'simplified'],
    ['這個', 'traditional'],
    ['他說这个', 'mixed'],
    ['你好。', 'either'],
    ['Hello, １２', 'either'],
    ['', 'either'],
    ['𠀋', 'either'],
  ] as const)('takes %j as %s', (text, script) => {
    expect(scriptOf(text)).toBe(script);
  });

  it('knows the characters in use, and not the rare ones', () => {
    let common = 0;
    for (let code = 0x4e00; code <= 0x9fff; code++) if (isCommonHan(code)) common++;
    // GB 2312 has 6,763 characters and Big5 13,053; what both write alike is counted once.
    expect(common).toBeGreaterThan(13_053);
    expect(common).toBeLessThan(6_763 + 13_053);
    expect(isCommonHan('鿋'.codePointAt(0) ?? 0)).toBe(false);
  });
});
