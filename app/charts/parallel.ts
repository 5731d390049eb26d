import type { VariantLook } from './palette';

export interface ParallelAxis {
  key: string;
  label: string;
  kind: 'number' | 'category';
  /** In the order in which they stand on the axis, from below; needed for a category. */
  categories?: readonly string[] | undefined;
  log?: boolean | undefined;
  /** How a number is written. */
  format(value: number): string;
}

export type ParallelValue = number | string | undefined;

export interface ParallelLine {
  id: string;
  label: string;
  look: VariantLook;
  /** [axes.length]; undefined where it has none. */
  values: readonly ParallelValue[];
}

/** By axis key: the chosen part of an axis, low to high; of a category, first to last index. */
export type ParallelRanges = Readonly<Record<string, readonly [number, number]>>;
