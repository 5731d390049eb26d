import type { FormState } from './formState';
import { designFields, limitFields, splitFields, stoppingFields } from './numberFields';

/** Where on the form a problem is shown: a field (by name or path), a row (by hyperparameter), or above the preview. */
export type Place = { kind: 'field'; field: string } | { kind: 'row'; key: string } | { kind: 'form' };

const fields = ['name', 'question', 'corpus', 'seeds', 'design', 'stopping'] as const;

const numberPaths = [
  ...Object.values(designFields).flat(),
  ...Object.values(stoppingFields).flat(),
  ...limitFields,
  ...splitFields,
].map(({ path }) => path);

const choicePaths = ['objective.metric', 'objective.report'];

/**
 * The place on the form that an error's path ("factors.heads.0", "base.epochs", "design.samples") points to; the form as
 * a whole where the path names nothing that is on it.
 */
export function placeOf(path: string | undefined, state: Pick<FormState, 'rows'>): Place {
  if (path !== undefined && [...numberPaths, ...choicePaths].includes(path))
    return { kind: 'field', field: path };
  const [head = '', key = ''] = (path ?? '').split('.');
  const field = fields.find((candidate) => candidate === head);
  if (field) return { kind: 'field', field };
  if (head === 'baseline' || head === 'cells') return { kind: 'field', field: 'design' };
  if ((head === 'factors' || head === 'base') && state.rows.some((row) => row.key === key)) {
    return { kind: 'row', key };
  }
  return { kind: 'form' };
}
