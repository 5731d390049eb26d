'use client';
import { labelOf, type Settings } from '@/lib/domain/config';
import { levelText } from '../../format/levels';
import { plural } from '../../format/numbers';
import styles from './form.module.css';
import type { FormAction } from './formState';

/** A factor whose levels set several hyperparameters at once, as its preset has them. */
export function BundleRow({
  factor,
  bundles,
  dispatch,
}: {
  factor: string;
  bundles: Readonly<Record<string, Settings>>;
  dispatch: (action: FormAction) => void;
}) {
  const levels = Object.entries(bundles);
  return (
    <fieldset className={styles['row']}>
      <legend>{factor}</legend>
      <div className={styles['chips']}>
        <ul className={styles['bundles']}>
          {levels.map(([level, settings]) => (
            <li key={level}>
              <strong>{level}</strong> <span className="soft">{settingsText(settings)}</span>
            </li>
          ))}
        </ul>
        <span className={styles['role']} data-factor={levels.length > 1 || undefined}>
          {plural(levels.length, 'level')}
        </span>
        <button
          type="button"
          className="quiet"
          aria-label={`Remove ${factor}`}
          onClick={() => dispatch({ type: 'removeBundles', factor })}
        >
          remove
        </button>
      </div>
      <p className={styles['help']}>Each level sets several hyperparameters at once.</p>
    </fieldset>
  );
}

function settingsText(settings: Settings): string {
  return Object.entries(settings)
    .flatMap(([key, level]) => (level === undefined ? [] : `${labelOf(key)} ${levelText(key, level)}`))
    .join(', ');
}
