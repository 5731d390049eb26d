import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSweepText } from '@/sweeps/parse';
import type { Messages } from '../../i18n/en';
import { type FormState, formOf } from './formState';

export interface Preset {
  /** Of its title. */
  text: keyof Messages['newSweep']['presets'];
  state: FormState;
}

/** Files of sweeps/presets, the first of which the form starts with. */
const files = [
  ['first-question.yaml', 'firstQuestion'],
  ['demo.yaml', 'demo'],
  ['overfitting.yaml', 'overfitting'],
  ['ladder.yaml', 'ladder'],
  ['training-size.yaml', 'trainingSize'],
  ['tokenization.yaml', 'tokenization'],
] as const;

/** The presets that ship with the project, as forms. Reads files: for the server only. */
export function readPresets(): Preset[] {
  return files.map(([file, text]) => ({
    text,
    state: formOf(parseSweepText(readFileSync(path.join(process.cwd(), 'sweeps', 'presets', file), 'utf8'))),
  }));
}
