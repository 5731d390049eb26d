import { readFileSync } from 'node:fs';
import type { SweepSpec } from '@/lib/domain/sweep';
import { parseSweepText } from '@/sweeps/parse';

/** A sweep that ships with the project: sweeps/presets/NAME.yaml. */
export function readPreset(name: 'demo'): SweepSpec {
  return parseSweepText(readFileSync(new URL(`../../sweeps/presets/${name}.yaml`, import.meta.url), 'utf8'));
}
