import type { FormState } from './formState';

/** Where on the form a problem is shown: a text field, a row (by hyperparameter), or above the preview. */
export type Place =
  | { kind: 'field'; field: 'name' | 'question' | 'corpus' | 'seeds' }
  | { kind: 'row'; key: string }
  | { kind: 'form' };

const fields = ['name', 'question', 'corpus', 'seeds'] as const;

/**
 * The place on the form that an error's path ("factors.heads.0", "base.epochs", "seeds") points to; the form as a whole
 * where the path names nothing that is on it.
 */
export function placeOf(path: string | undefined, state: Pick<FormState, 'rows'>): Place {
  const [head = '', key = ''] = (path ?? '').split('.');
  const field = fields.find((candidate) => candidate === head);
  if (field) return { kind: 'field', field };
  if ((head === 'factors' || head === 'base') && state.rows.some((row) => row.key === key)) {
    return { kind: 'row', key };
  }
  return { kind: 'form' };
}
