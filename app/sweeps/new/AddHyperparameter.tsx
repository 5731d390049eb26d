'use client';
import { catalogue } from '@/lib/domain/config';
import styles from './form.module.css';
import type { FormAction } from './formState';
import type { Row } from './rows';

const groups = [
  ['model', 'Model'],
  ['optimization', 'Optimization'],
  ['data', 'Data'],
  ['evaluation', 'Evaluation'],
] as const;

/** Any hyperparameter of the catalogue that is not on the form yet. */
export function AddHyperparameter({
  rows,
  dispatch,
}: {
  rows: readonly Row[];
  dispatch: (action: FormAction) => void;
}) {
  const shown = new Set(rows.map((row) => row.key));
  return (
    <label className={styles['add']}>
      Add a hyperparameter, to vary or to fix
      <select
        value=""
        onChange={(event) => {
          if (event.currentTarget.value) dispatch({ type: 'add', key: event.currentTarget.value });
        }}
      >
        <option value="">choose …</option>
        {groups.map(([group, title]) => (
          <optgroup key={group} label={title}>
            {catalogue
              .filter((entry) => entry.group === group && !shown.has(entry.key))
              .map((entry) => (
                <option key={entry.key} value={entry.key}>
                  {entry.label} (default {String(entry.default)})
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
