import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSweepText } from '@/sweeps/parse';
import { type FormState, formOf } from './formState';

export interface Preset {
  title: string;
  state: FormState;
}

/** Files of sweeps/presets, the first of which the form starts with. */
const files = [
  ['first-question.yaml', 'The first question: all five factors (32 variants)'],
  ['demo.yaml', 'Small demo (positions × source END)'],
  ['overfitting.yaml', 'Overfitting: 300 or 3,000 training pairs'],
  ['ladder.yaml', 'The ladder: 512/8/2 … 256/4/1, END, positions, recipes (Tatoeba)'],
  ['training-size.yaml', 'Training-set size: 10% … 100% (Tatoeba)'],
  ['tokenization.yaml', 'Tokenization: BPE and jieba, words, characters (Tatoeba)'],
] as const;

/** The presets that ship with the project, as forms. Reads files: for the server only. */
export function readPresets(): Preset[] {
  return files.map(([file, title]) => ({
    title,
    state: formOf(parseSweepText(readFileSync(path.join(process.cwd(), 'sweeps', 'presets', file), 'utf8'))),
  }));
}
