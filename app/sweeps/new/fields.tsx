'use client';
import { type ReactNode, useId } from 'react';
import styles from './form.module.css';
import type { FieldProblem } from './usePreview';

interface FieldText {
  label: string;
  help?: string | undefined;
  problem: FieldProblem;
}

export function TextField({
  placeholder,
  value,
  onChange,
  short,
  isData,
  ...text
}: FieldText & {
  placeholder?: string;
  value: string;
  /** For numbers. */
  short?: boolean;
  /** What stands in it, the placeholder too, is a name that is not translated. */
  isData?: boolean;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <Field id={id} {...text}>
      <input
        id={id}
        className={short ? styles['number'] : undefined}
        translate={isData ? 'no' : undefined}
        inputMode={short ? 'decimal' : undefined}
        value={value}
        placeholder={placeholder}
        aria-invalid={text.problem !== undefined}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Field>
  );
}

/** One of a few: the value is the option's key. */
export function ChoiceField<K extends string>({
  value,
  options,
  onChange,
  ...text
}: FieldText & {
  value: K;
  options: readonly (readonly [K, string])[];
  onChange: (value: K) => void;
}) {
  const id = useId();
  return (
    <Field id={id} {...text}>
      <select
        id={id}
        className={styles['choice']}
        value={value}
        aria-invalid={text.problem !== undefined}
        aria-describedby={`${id}-help`}
        onChange={(event) => {
          const chosen = options.find(([key]) => key === event.currentTarget.value);
          if (chosen) onChange(chosen[0]);
        }}
      >
        {options.map(([key, title]) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </select>
    </Field>
  );
}

function Field({ id, label, help, problem, children }: FieldText & { id: string; children: ReactNode }) {
  return (
    <div className={styles['textField']}>
      <label htmlFor={id}>{label}</label>
      {children}
      <p
        id={`${id}-help`}
        className={problem ? styles['problem'] : styles['help']}
        role={problem ? 'alert' : undefined}
      >
        {problem ?? help}
      </p>
    </div>
  );
}
