import { useTranslations } from 'use-intl';
import {
  type DetectedImport,
  type ImportOptionsInput,
  importFormats,
  type TextEncoding,
  textEncodings,
} from '@/lib/domain/corpusImport';
import { Choice } from './Choice';
import styles from './corpusImport.module.css';
import { columnIndex, columnValue, withOption } from './importDraft';
import { LanguageField } from './LanguageField';

const encodingTexts: Record<TextEncoding, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  gb18030: 'GB18030',
};

const delimiters = [
  { value: ',', text: 'comma' },
  { value: ';', text: 'semicolon' },
  { value: '\t', text: 'tab' },
  { value: '|', text: 'bar' },
] as const;

interface OptionsProps {
  options: ImportOptionsInput;
  /** null where nothing could be found out; everything can still be set by hand. */
  detected: DetectedImport | null;
  onChange: (options: ImportOptionsInput) => void;
}

/** How the file is read: what was found out is named in each list and can be overruled. */
export function ReadingOptions({ options, detected, onChange }: OptionsProps) {
  const words = useTranslations('corpora.reading');
  const found = (what: string | null | undefined) => (what ? words('found', { what }) : words('auto'));
  const format = options.format ?? 'auto';
  const delimiter = delimiters.find(({ value }) => value === detected?.delimiter)?.text;
  const readAs = format === 'auto' ? detected?.format : format;
  return (
    <fieldset className={styles['options']}>
      <legend>{words('title')}</legend>
      <Choice
        label={words('format')}
        value={format}
        options={[
          { value: 'auto', text: found(detected && words(`formats.${detected.format}`)) },
          ...importFormats.map((value) => ({ value, text: words(`formats.${value}`) })),
        ]}
        onChoose={(value) => onChange(withOption(options, 'format', value))}
      />
      <Choice
        label={words('encoding')}
        value={options.encoding ?? 'auto'}
        options={[
          { value: 'auto', text: found(detected && encodingTexts[detected.encoding]) },
          ...textEncodings.map((value) => ({ value, text: encodingTexts[value] })),
        ]}
        onChoose={(value) => onChange(withOption(options, 'encoding', value))}
      />
      {readAs === 'csv' ? (
        <Choice
          label={words('separator')}
          value={options.delimiter ?? 'auto'}
          options={[
            { value: 'auto', text: found(delimiter && words(`delimiters.${delimiter}`)) },
            ...delimiters.map(({ value, text }) => ({ value, text: words(`delimiters.${text}`) })),
          ]}
          onChoose={(value) => onChange(withOption(options, 'delimiter', value))}
        />
      ) : null}
      {readAs === 'csv' || readAs === 'tsv' ? (
        <Choice
          label={words('firstLine')}
          value={options.header ?? 'auto'}
          options={[
            {
              value: 'auto',
              text: found(detected && (detected.hasHeader ? words('headings') : words('aPair'))),
            },
            { value: 'yes', text: words('headings') },
            { value: 'no', text: words('aPair') },
          ]}
          onChoose={(value) => onChange(withOption(options, 'header', value))}
        />
      ) : null}
      {detected && detected.columns.length > 0 ? (
        <ColumnChoices options={options} detected={detected} onChange={onChange} />
      ) : null}
      <LanguageField
        label={words('sourceLanguage')}
        value={options.sourceLanguage ?? 'en'}
        known={detected?.languages ?? []}
        onChange={(value) => onChange(withOption(options, 'sourceLanguage', value))}
      />
      <LanguageField
        label={words('targetLanguage')}
        value={options.targetLanguage ?? 'zh'}
        known={detected?.languages ?? []}
        onChange={(value) => onChange(withOption(options, 'targetLanguage', value))}
      />
      <Choice
        label={words('fullWidth')}
        value={options.fullWidth ?? 'keep'}
        options={[
          { value: 'keep', text: words('keep') },
          { value: 'fold', text: words('fold') },
        ]}
        onChoose={(value) => onChange(withOption(options, 'fullWidth', value))}
      />
    </fieldset>
  );
}

const columnChoices = ['sourceColumn', 'targetColumn', 'attributionColumn'] as const;

function ColumnChoices({ options, detected, onChange }: OptionsProps & { detected: DetectedImport }) {
  const words = useTranslations('corpora.reading');
  const columns = detected.columns.map(({ name, examples }, index) => ({
    value: String(index),
    text: examples[0] ? `${name}: ${shorten(examples[0])}` : name,
  }));
  return columnChoices.map((key) => (
    <Choice
      key={key}
      label={words(key)}
      value={String(columnIndex(detected, options[key]))}
      options={[{ value: '-1', text: words('auto') }, ...columns]}
      onChoose={(value) => {
        const index = Number(value);
        onChange(withOption(options, key, index < 0 ? undefined : columnValue(detected, index)));
      }}
    />
  ));
}

function shorten(text: string): string {
  const characters = Array.from(text);
  return characters.length > 24 ? `${characters.slice(0, 23).join('')}…` : text;
}
