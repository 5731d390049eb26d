import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MeasurementCache } from '@/workers/measurementCache';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'heldout-cache-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const cache = new MeasurementCache('speeds.json', z.object({ rate: z.number() }));

describe('what was measured of a machine', () => {
  it('is kept by key beside what was there, and no half-written file stays', async () => {
    await cache.write(home, 'a', { rate: 1 });
    await cache.write(home, 'b', { rate: 2 });
    await cache.write(home, 'a', { rate: 3 });
    expect(await cache.read(home, 'a')).toEqual({ rate: 3 });
    expect(await cache.read(home, 'b')).toEqual({ rate: 2 });
    expect(readdirSync(join(home, 'cache'))).toEqual(['speeds.json']);
  });

  it.each([['{"a": {"rate": "fast"}}'], ['{"a": {"ra'], ['']])('is nothing in a file of %j', async (text) => {
    mkdirSync(join(home, 'cache'));
    writeFileSync(join(home, 'cache', 'speeds.json'), text);
    expect(await cache.read(home, 'a')).toBeUndefined();
  });

  it('is nothing where there is no file', async () => {
    expect(await cache.read(home, 'a')).toBeUndefined();
  });
});
