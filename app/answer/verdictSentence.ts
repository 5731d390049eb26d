import type { Formats } from '../format/formats';
import type { Names } from '../format/names';

/** What a sentence is written with; the words are of the file that writes it. */
export interface Writing<Words> {
  words: Words;
  names: Names;
  formats: Formats;
}

/** shown: a finding; notShown: none could be made; fact: no test is behind it. */
type Tone = 'shown' | 'notShown' | 'fact';

export interface VerdictSentence {
  key: string;
  text: string;
  /** The part of the answer's page that shows it. */
  anchor: 'effects' | 'interactions' | 'variants' | 'overfitting' | 'data' | 'method';
  tone: Tone;
}

/** Told from the side that it is positive on: the size and its bounds. @param isNegative the value is below zero */
export function interval(
  { value, low, high }: { value: number; low: number | null; high: number | null },
  isNegative: boolean,
  written: (value: number | null) => string,
) {
  const turned = (bound: number | null) => (bound === null ? null : -bound);
  return isNegative
    ? { size: written(-value), low: written(turned(high)), high: written(turned(low)) }
    : { size: written(value), low: written(low), high: written(high) };
}

/** Chinese sets no blank between sentences. */
export function sentences({ formats }: Pick<Writing<unknown>, 'formats'>, parts: readonly string[]): string {
  return parts.join(formats.locale.language === 'en' ? ' ' : '');
}
