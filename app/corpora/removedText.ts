import { formatCount } from '../format/numbers';

/** What an import left out: "100 exact duplicates, 1 blank lines"; "nothing" where it kept everything. */
export function removedText(removed: Record<string, number>): string {
  const parts = Object.entries(removed)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${formatCount(count)} ${what}`);
  return parts.join(', ') || 'nothing';
}
