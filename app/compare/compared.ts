import type { RunDetail } from '@/lib/domain/api';
import { lookOf, type VariantLook } from '../charts/palette';
import type { Formats } from '../format/formats';
import type { Names } from '../format/names';

/** As many as the API reads at once. */
export const mostCompared = 50;

/** A run of the comparison, with the letter that stands for it. */
export interface ComparedRun {
  detail: RunDetail;
  id: string;
  letter: string;
  look: VariantLook;
  /** "A · d_model 256, learned · seed 1" */
  name: string;
}

export function comparedRuns(details: readonly RunDetail[], names: Names, formats: Formats): ComparedRun[] {
  return details.map((detail, index) => {
    const letter = letterOf(index);
    const seed = `${names.label('seed')} ${formats.count(detail.run.seed)}`;
    return {
      detail,
      id: detail.run.id,
      letter,
      look: lookOf(index),
      name: `${letter} · ${names.variant(detail.run.levels)} · ${seed}`,
    };
  });
}

/** A to Z, then A2 … */
export function letterOf(index: number): string {
  const round = Math.floor(index / 26);
  return `${String.fromCharCode(65 + (index % 26))}${round === 0 ? '' : round + 1}`;
}
