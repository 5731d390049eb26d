import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '../../format/useFormats';
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
  const words = useTranslations('corpora.filters');
  const formats = useFormats();
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const isWrong = typed !== undefined && !fits(typed, { minimum, maximum, whole });
  const bounds = { least: formats.count(minimum), most: formats.count(maximum) };
  const problem = isWrong ? words(whole ? 'wrongWhole' : 'wrongNumber', bounds) : undefined;
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
        aria-invalid={isWrong}
        title={problem ?? help}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          if (fits(text, { minimum, maximum, whole })) onChange(Number(text));
        }}
        onBlur={() => setTyped(undefined)}
      />
    </div>
  );
}

function fits(
  text: string,
  { minimum, maximum, whole }: { minimum: number; maximum: number; whole: boolean },
): boolean {
  const value = Number(text);
  return text.trim() !== '' && value >= minimum && value <= maximum && (!whole || Number.isInteger(value));
}
