import { describe, expect, it } from 'vitest';
import { placeOf, places } from '@/app/shell/places';
import { sweepIdOf, sweepViewPath } from '@/app/shell/sweepViews';

describe('the place of an address', () => {
  it('is the one it begins with; sweeps and runs belong to Sweeps', () => {
    expect(placeOf('/').key).toBe('sweeps');
    expect(placeOf('/sweeps/abc/curves').key).toBe('sweeps');
    expect(placeOf('/sweeps/new').key).toBe('newSweep');
    expect(placeOf('/runs/abc').key).toBe('sweeps');
    expect(placeOf('/corpora/phrasebook').key).toBe('corpora');
    expect(placeOf('/settings').key).toBe('settings');
  });

  it('is reached by keys of its own', () => {
    expect(new Set(places.map(({ keys }) => keys)).size).toBe(places.length);
  });
});

describe('the sweep of an address', () => {
  it('is there on its pages alone', () => {
    expect(sweepIdOf('/sweeps/abc')).toBe('abc');
    expect(sweepIdOf('/sweeps/abc/table')).toBe('abc');
    expect(sweepIdOf('/sweeps/new')).toBeUndefined();
    expect(sweepIdOf('/runs/abc')).toBeUndefined();
    expect(sweepIdOf('/')).toBeUndefined();
  });

  it('has views with addresses of their own', () => {
    expect(sweepViewPath('abc', '')).toBe('/sweeps/abc');
    expect(sweepViewPath('abc', 'curves')).toBe('/sweeps/abc/curves');
  });
});
