import { useId } from 'react';
import styles from './corpusImport.module.css';

/** A labelled drop-down list. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChoose,
  help,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; text: string }[];
  onChoose: (value: Value) => void;
  help?: string;
}) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label htmlFor={id} title={help}>
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.currentTarget.value);
          if (chosen) onChoose(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </div>
  );
}
