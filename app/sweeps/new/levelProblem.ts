import type { Hyperparameter } from '@/lib/domain/config';
import type { Formats } from '../../format/formats';
import type { Names } from '../../format/names';
import type { Words } from '../../i18n/words';

/** The sentence that says why a typed level does not fit its hyperparameter. */
export function levelProblem(
  entry: Hyperparameter,
  text: string,
  { words, names, formats }: { words: Words<'newSweep'>; names: Names; formats: Formats },
): string {
  const label = names.label(entry.key);
  if (entry.kind === 'choice' || entry.kind === 'boolean') {
    const levels = entry.levels.map((level) => names.level(entry.key, level)).join(' | ');
    return words('wrongChoice', { label, levels, text });
  }
  const least = formats.general(entry.minimum ?? -Infinity);
  const most = formats.general(entry.maximum ?? Infinity);
  return words(entry.kind === 'integer' ? 'wrongWhole' : 'wrongNumber', { label, least, most, text });
}
