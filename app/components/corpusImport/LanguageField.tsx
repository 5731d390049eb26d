import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { importOptionsSchema } from '@/lib/domain/corpusImport';
import styles from './corpusImport.module.css';

/** A language by its tag (en, zh-Hans); what is none is marked and not handed on. */
export function LanguageField({
  label,
  value,
  known,
  onChange,
}: {
  label: string;
  value: string;
  /** Languages that the file names, offered while typing. */
  known: readonly string[];
  onChange: (language: string) => void;
}) {
  const words = useTranslations('corpora.reading');
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const isValid = (text: string) => importOptionsSchema.shape.sourceLanguage.safeParse(text).success;
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        list={`${id}-known`}
        size={7}
        translate="no"
        value={typed ?? value}
        aria-invalid={typed !== undefined && !isValid(typed)}
        title={words('languageHelp')}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          if (isValid(event.currentTarget.value)) onChange(event.currentTarget.value);
        }}
        onBlur={() => setTyped(undefined)}
      />
      <datalist id={`${id}-known`}>
        {known.map((language) => (
          <option key={language} value={language} />
        ))}
      </datalist>
    </div>
  );
}
