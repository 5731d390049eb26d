'use client';
import { useTranslations } from 'use-intl';
import styles from './form.module.css';
import type { RangeText } from './rows';

/** min to max and the scale that is sampled evenly. */
export function RangeFields({
  label,
  range,
  onChange,
}: {
  label: string;
  range: RangeText;
  onChange: (range: RangeText) => void;
}) {
  const words = useTranslations('newSweep');
  return (
    <>
      <input
        className={styles['typed']}
        inputMode="decimal"
        aria-label={words('least', { label })}
        value={range.min}
        onChange={(event) => onChange({ ...range, min: event.currentTarget.value })}
      />
      <span aria-hidden="true">–</span>
      <input
        className={styles['typed']}
        inputMode="decimal"
        aria-label={words('most', { label })}
        value={range.max}
        onChange={(event) => onChange({ ...range, max: event.currentTarget.value })}
      />
      <select
        aria-label={words('scaleOf', { label })}
        value={range.scale}
        onChange={(event) =>
          onChange({ ...range, scale: event.currentTarget.value === 'log' ? 'log' : 'linear' })
        }
      >
        <option value="linear">{words('linear')}</option>
        <option value="log">{words('log')}</option>
      </select>
    </>
  );
}
