'use client';
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
  return (
    <>
      <input
        className={styles['typed']}
        inputMode="decimal"
        aria-label={`Least ${label}`}
        value={range.min}
        onChange={(event) => onChange({ ...range, min: event.currentTarget.value })}
      />
      <span aria-hidden="true">–</span>
      <input
        className={styles['typed']}
        inputMode="decimal"
        aria-label={`Most ${label}`}
        value={range.max}
        onChange={(event) => onChange({ ...range, max: event.currentTarget.value })}
      />
      <select
        aria-label={`Scale of ${label}`}
        value={range.scale}
        onChange={(event) =>
          onChange({ ...range, scale: event.currentTarget.value === 'log' ? 'log' : 'linear' })
        }
      >
        <option value="linear">linear</option>
        <option value="log">logarithmic</option>
      </select>
    </>
  );
}
