'use client';
import { useTranslations } from 'use-intl';
import type { Settings } from '@/lib/domain/config';
import type { Names } from '../../format/names';
import { useFormats, useNames } from '../../format/useFormats';
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
  const words = useTranslations('newSweep');
  const formats = useFormats();
  const names = useNames();
  const levels = Object.entries(bundles);
  return (
    <fieldset className={styles['row']}>
      <legend translate="no">{factor}</legend>
      <div className={styles['chips']}>
        <ul className={styles['bundles']}>
          {levels.map(([level, settings]) => (
            <li key={level}>
              <strong translate="no">{level}</strong>{' '}
              <span className="soft">{formats.list(settingTexts(settings, names))}</span>
            </li>
          ))}
        </ul>
        <span className={styles['role']} data-factor={levels.length > 1 || undefined}>
          {words('levels', { count: levels.length })}
        </span>
        <button
          type="button"
          className="quiet"
          aria-label={words('removeOne', { label: factor })}
          onClick={() => dispatch({ type: 'removeBundles', factor })}
        >
          {words('remove')}
        </button>
      </div>
      <p className={styles['help']}>{words('bundleHelp')}</p>
    </fieldset>
  );
}

function settingTexts(settings: Settings, names: Names): string[] {
  return Object.entries(settings).flatMap(([key, level]) =>
    level === undefined ? [] : [`${names.label(key)} ${names.level(key, level)}`],
  );
}
