import { catalogue, type Hyperparameter, type Level, layersShorthand } from '@/lib/domain/config';
import type { Range } from '@/lib/domain/design';

/** A range as it is typed. */
export interface RangeText {
  min: string;
  max: string;
  scale: Range['scale'];
  /** Comes with a spec and goes with it; whole-number hyperparameters need no saying. */
  integer?: boolean | undefined;
}

/** One hyperparameter of the form: one chosen level fixes it, two or more, or a range, make it a factor. */
export interface Row {
  key: string;
  chosen: readonly Level[];
  /** Levels that a person typed, offered beside the catalogue's. */
  typed: readonly Level[];
  /** In place of the chosen levels. */
  range?: RangeText | undefined;
}

export function isVaried(row: Row): boolean {
  return row.range !== undefined || row.chosen.length > 1;
}

/** @throws RangeError for a key that is not in the catalogue, which only a mistake in the code can bring about */
export function hyperparameterOf(key: string): Hyperparameter {
  if (key === layersShorthand.key) return layersShorthand;
  const found = catalogue.find((entry) => entry.key === key);
  if (!found) throw new RangeError(`hyperparameter ${key} is not in the catalogue`);
  return found;
}

export function isNumeric(key: string): boolean {
  const { kind } = hyperparameterOf(key);
  return kind === 'integer' || kind === 'number';
}

/** The chips of a row, ascending where levels are numbers; a choice or a switch offers all its values. */
export function offeredLevels(row: Row): Level[] {
  const levels = [...new Set([...hyperparameterOf(row.key).levels, ...row.typed, ...row.chosen])];
  return levels.every((level) => typeof level === 'number')
    ? levels.sort((a, b) => Number(a) - Number(b))
    : levels;
}

/** The range that a row starts with: across the levels it offers, on a log scale where they span a decade. */
export function offeredRange(row: Row): RangeText {
  const numbers = offeredLevels(row).filter((level) => typeof level === 'number');
  const least = numbers[0] ?? 0;
  const most = numbers.at(-1) ?? 1;
  return {
    min: String(least),
    max: String(most),
    scale: least > 0 && most / least >= 10 ? 'log' : 'linear',
  };
}

/** A level as a person typed it; undefined where it does not fit the hyperparameter (levelProblem says why). */
export function parseLevel(entry: Hyperparameter, text: string): Level | undefined {
  const trimmed = text.trim();
  if (entry.kind === 'choice' || entry.kind === 'boolean')
    return entry.levels.find((offered) => String(offered) === trimmed);
  const level = numberOf(trimmed);
  const fits =
    Number.isFinite(level) &&
    (entry.kind === 'number' || Number.isInteger(level)) &&
    level >= (entry.minimum ?? -Infinity) &&
    level <= (entry.maximum ?? Infinity);
  return fits ? level : undefined;
}

/** @returns NaN for anything that is no number, upon which the server says what belongs there */
export function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.replaceAll(',', ''));
}
