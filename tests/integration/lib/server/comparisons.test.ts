import { describe, expect, it } from 'vitest';
import { getRuns, listVariants } from '@/lib/server/comparisons';
import { createSweep } from '@/lib/server/sweeps';
import { openTestServer, smallSpec } from './harness';

describe('runs of any sweeps', () => {
  it('come in the order of their ids, each once, and those that are gone are left out', async () => {
    openTestServer();
    const one = await createSweep(smallSpec);
    const two = await createSweep({ ...smallSpec, name: 'again' });
    const ids = [two.runs[1]?.id ?? '', 'gone', one.runs[0]?.id ?? ''];
    const { runs } = getRuns([...ids, ...ids]);
    expect(runs.map(({ run }) => run.id)).toEqual([ids[0], ids[2]]);
    expect(runs.map(({ sweepName }) => sweepName)).toEqual(['again', 'two sizes']);
    expect(runs[0]?.config.dModel).toBe(16);
  });

  it('are refused where there are none or too many', () => {
    openTestServer();
    expect(() => getRuns([])).toThrow(/got 0 ids, expected 1 to 50/);
    expect(() => getRuns(Array.from({ length: 51 }, (_, index) => String(index)))).toThrow(/got 51 ids/);
  });
});

describe('variants of a sweep', () => {
  it('have their whole configuration, in the order of the design', async () => {
    openTestServer();
    const { sweep } = await createSweep(smallSpec);
    const { variants } = listVariants(sweep.id);
    expect(variants.map(({ index, levels, config }) => [index, levels, config.heads, config.dFf])).toEqual([
      [0, { heads: 1 }, 1, 64],
      [1, { heads: 2 }, 2, 64],
    ]);
    expect(() => listVariants('none')).toThrow(/There is no sweep "none"/);
  });
});
