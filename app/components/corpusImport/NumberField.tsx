import { useId, useState } from 'react';
import styles from './corpusImport.module.css';

/** A labelled number; what is not a number of the range is marked and not handed on. */
export function NumberField({
  label,
  value,
  minimum,
  maximum,
  whole = true,
  help,
  onChange,
}: {
  label: string;
  value: number;
  minimum: number;
  maximum: number;
  whole?: boolean;
  help?: string;
  onChange: (value: number) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const problem = typed === undefined ? undefined : problemOf(typed, { minimum, maximum, whole });
  return (
    <div className={styles['field']}>
      <label htmlFor={id} title={help}>
        {label}
      </label>
      <input
        id={id}
        inputMode="decimal"
        size={7}
        value={typed ?? String(value)}
        aria-invalid={problem !== undefined}
        title={problem ?? help}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          if (problemOf(text, { minimum, maximum, whole }) === undefined) onChange(Number(text));
        }}
        onBlur={() => setTyped(undefined)}
      />
    </div>
  );
}

function problemOf(
  text: string,
  { minimum, maximum, whole }: { minimum: number; maximum: number; whole: boolean },
): string | undefined {
  const value = Number(text);
  const fits =
    text.trim() !== '' && value >= minimum && value <= maximum && (!whole || Number.isInteger(value));
  return fits ? undefined : `expected ${whole ? 'a whole number' : 'a number'} from ${minimum} to ${maximum}`;
}
