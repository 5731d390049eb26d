'use client';
import { useId } from 'react';
import styles from './controls.module.css';

interface Option<T extends string> {
  value: T;
  text: string;
  /** Options of one group stand together under its name. */
  group?: string | undefined;
}

interface SelectProps<T extends string> {
  label: string;
  /** The label is heard but not seen. */
  hideLabel?: boolean;
  value: T;
  options: readonly Option<T>[];
  onChange: (value: T) => void;
}

/** One of many, by the browser's own control. */
export function Select<T extends string>({ label, hideLabel, value, options, onChange }: SelectProps<T>) {
  const id = useId();
  const groups = new Map<string | undefined, Option<T>[]>();
  for (const option of options) groups.set(option.group, [...(groups.get(option.group) ?? []), option]);
  return (
    <span className={styles['field']}>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : styles['label']}>
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.currentTarget.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {[...groups].map(([group, members]) =>
          group === undefined ? (
            members.map(optionElement)
          ) : (
            <optgroup key={group} label={group}>
              {members.map(optionElement)}
            </optgroup>
          ),
        )}
      </select>
    </span>
  );
}

function optionElement({ value, text }: Option<string>) {
  return (
    <option key={value} value={value}>
      {text}
    </option>
  );
}
