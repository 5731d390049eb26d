'use client';
import { useTranslations } from 'use-intl';
import { catalogue } from '@/lib/domain/config';
import { useNames } from '../../format/useFormats';
import styles from './form.module.css';
import type { FormAction } from './formState';
import type { Row } from './rows';

const groups = ['model', 'optimization', 'data', 'evaluation'] as const;

/** Any hyperparameter of the catalogue that is not on the form yet. */
export function AddHyperparameter({
  rows,
  dispatch,
}: {
  rows: readonly Row[];
  dispatch: (action: FormAction) => void;
}) {
  const words = useTranslations('newSweep');
  const names = useNames();
  const shown = new Set(rows.map((row) => row.key));
  return (
    <label className={styles['add']}>
      {words('add')}
      <select
        value=""
        onChange={(event) => {
          if (event.currentTarget.value) dispatch({ type: 'add', key: event.currentTarget.value });
        }}
      >
        <option value="">{words('choose')}</option>
        {groups.map((group) => (
          <optgroup key={group} label={words(`groups.${group}`)}>
            {catalogue
              .filter((entry) => entry.group === group && !shown.has(entry.key))
              .map((entry) => (
                <option key={entry.key} value={entry.key}>
                  {words('withDefault', {
                    label: names.label(entry.key),
                    level: names.level(entry.key, entry.default),
                  })}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
