import { describe, expect, it, vi } from 'vitest';
import { createTextCache } from '@/lib/server/curveCache';

describe('a cache of texts', () => {
  it('makes a text once, and never keeps more characters than it may', () => {
    const cache = createTextCache(10);
    const make = vi.fn((text: string) => text);
    const get = (key: string, text = key.repeat(4)) => cache.get(key, () => make(text));
    expect([get('a'), get('b'), get('a')]).toEqual(['aaaa', 'bbbb', 'aaaa']);
    expect(make).toHaveBeenCalledTimes(2);
    // b has been unused for longer than a.
    get('c');
    get('a');
    expect(make).toHaveBeenCalledTimes(3);
    get('b');
    expect(make).toHaveBeenCalledTimes(4);
  });

  it('keeps neither what is missing nor what is larger than all of it', () => {
    const cache = createTextCache(3);
    const make = vi.fn(() => 'long text');
    expect(cache.get('a', () => undefined)).toBeUndefined();
    expect([cache.get('a', make), cache.get('a', make)]).toEqual(['long text', 'long text']);
    expect(make).toHaveBeenCalledTimes(2);
  });
});
