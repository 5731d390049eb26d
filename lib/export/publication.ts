/** A table as a paper prints it: words already, in one language, with what is to be stressed. */
export interface PublicationTable {
  caption: string;
  columns: readonly { label: string; align: 'left' | 'right' }[];
  /** Each as long as columns. */
  rows: readonly (readonly PublicationCell[])[];
  /** Beneath the table. */
  notes: readonly string[];
}

export interface PublicationCell {
  text: string;
  /** Written by the program from numbers: a sign in front is a sign, and no spreadsheet's formula. */
  isNumber?: boolean;
  /** The best of its column. */
  bold?: boolean;
  /** How sure: 1 to 3 stars, which a note explains. */
  stars?: number;
}

/** p below 0.05, 0.01 and 0.001: *, ** and ***. */
export function starsOf(p: number | null): number {
  if (p === null) return 0;
  return [0.05, 0.01, 0.001].filter((level) => p < level).length;
}
