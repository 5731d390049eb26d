import { catalogue, formatLevel, type Level, labelOf } from '@/lib/domain/config';
import { formatCount } from './numbers';

/** Zeroes that stand for something else (see each hyperparameter's help). */
const zeroMeans: Record<string, string> = { trainSize: 'all', dFf: '4 × d_model', clipNorm: 'off' };

/** How a level of one hyperparameter is written: 10,000, on, learned, all. */
export function levelText(key: string, level: Level): string {
  if (level === 0) return zeroMeans[key] ?? '0';
  if (typeof level === 'number' && Number.isInteger(level)) return formatCount(level);
  return formatLevel(level);
}

/**
 * A variant by its levels: "d_model 256, learned, source END on". The label is left out where the level alone says it
 * (a choice such as learned); a design without factors is "baseline".
 */
export function variantText(levels: Record<string, Level>): string {
  const parts = Object.entries(levels).map(([key, level]) =>
    typeof level === 'string' && !needsLabel(key) ? level : `${labelOf(key)} ${levelText(key, level)}`,
  );
  return parts.length === 0 ? 'baseline' : parts.join(', ');
}

/** A variant by its levels alone, for places that name the factors once beside them (factorsText): "256 · learned · on". */
export function shortVariantText(levels: Record<string, Level>): string {
  const parts = Object.entries(levels).map(([key, level]) => levelText(key, level));
  return parts.length === 0 ? 'baseline' : parts.join(' · ');
}

/** The factors that shortVariantText leaves unsaid, in its order. */
export function factorsText(levels: Record<string, Level>): string {
  return Object.keys(levels).map(labelOf).join(' · ');
}

/** A choice that another hyperparameter also offers (words, characters) does not say which one it is. */
function needsLabel(key: string): boolean {
  const choices = catalogue.find((entry) => entry.key === key)?.choices ?? [];
  return catalogue.some(
    (entry) => entry.key !== key && entry.choices?.some((choice) => choices.includes(choice)),
  );
}
