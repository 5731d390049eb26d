import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formatSweepText } from '@/sweeps/format';
import { parseSweepText } from '@/sweeps/parse';

it('leaves out what is the default anyway', () => {
  const spec = parseSweepText('name: a\ncorpus: b\nfactors: {heads: [4, 8]}\nretries: 2\nsplit: {seed: 1}');
  expect(formatSweepText(spec)).toBe('name: a\ncorpus: b\nfactors:\n  heads: [4, 8]\n');
});

it('gives every preset back as it was', () => {
  const folder = new URL('../../../sweeps/presets/', import.meta.url);
  for (const file of readdirSync(folder)) {
    const spec = parseSweepText(readFileSync(new URL(file, folder), 'utf8'));
    expect(parseSweepText(formatSweepText(spec)), file).toEqual(spec);
  }
});
