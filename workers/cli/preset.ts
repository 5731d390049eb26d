import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SweepSpec } from '@/lib/domain/sweep';
import { parseSweepText } from '@/sweeps/parse';
import { programRoot } from '../ownProcess';

/** A sweep that ships with the project: sweeps/presets/NAME.yaml. */
export function readPreset(name: 'demo'): SweepSpec {
  return parseSweepText(readFileSync(join(programRoot, 'sweeps', 'presets', `${name}.yaml`), 'utf8'));
}
