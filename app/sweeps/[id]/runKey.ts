import type { RunRow } from '@/lib/domain/api';

/** What the design says of a run; it never changes. */
export type DesignedRun = Pick<RunRow, 'id' | 'variantIndex' | 'seed' | 'levels'>;

/** Short and stable name of a run within its sweep, used in addresses: variant.seed. */
export function runKey(run: Pick<RunRow, 'variantIndex' | 'seed'>): string {
  return `${run.variantIndex}.${run.seed}`;
}
