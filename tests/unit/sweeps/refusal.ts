import { HeldoutError } from '@/lib/domain/errors';
import type { SweepSpecInput } from '@/lib/domain/sweep';
import { expandSweep } from '@/sweeps/expand';
import { parseSweepSpec } from '@/sweeps/parse';

export const expand = (input: Omit<SweepSpecInput, 'name' | 'corpus'>) =>
  expandSweep(parseSweepSpec({ name: 'test', corpus: 'phrasebook', ...input }));

/** @returns the refusal that the action ends in */
export function failure(action: () => unknown): HeldoutError {
  try {
    action();
  } catch (error) {
    if (error instanceof HeldoutError) return error;
    throw error;
  }
  throw new Error('expected a HeldoutError');
}
