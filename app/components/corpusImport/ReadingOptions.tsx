import {
  type DetectedImport,
  type ImportFormat,
  type ImportOptionsInput,
  importFormats,
  type TextEncoding,
  textEncodings,
} from '@/lib/domain/corpusImport';
import { Choice } from './Choice';
import styles from './corpusImport.module.css';
import { columnIndex, columnValue, withOption } from './importDraft';
import { LanguageField } from './LanguageField';

const formatTexts: Record<ImportFormat, string> = {
  tsv: 'tab-separated (Tatoeba, Anki)',
  csv: 'CSV',
  moses: 'Moses, two aligned files',
  tmx: 'TMX',
  jsonl: 'JSON Lines',
  po: 'gettext PO',
};

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
  { value: '|', text: 'bar |' },
] as const;

interface OptionsProps {
  options: ImportOptionsInput;
  /** null where nothing could be found out; everything can still be set by hand. */
  detected: DetectedImport | null;
  onChange: (options: ImportOptionsInput) => void;
}

/** How the file is read: what was found out is named in each list and can be overruled. */
export function ReadingOptions({ options, detected, onChange }: OptionsProps) {
  const format = options.format ?? 'auto';
  const readAs = format === 'auto' ? detected?.format : format;
  return (
    <fieldset className={styles['options']}>
      <legend>How it is read</legend>
      <Choice
        label="Format"
        value={format}
        options={[
          { value: 'auto', text: found(detected && formatTexts[detected.format]) },
          ...importFormats.map((value) => ({ value, text: formatTexts[value] })),
        ]}
        onChoose={(value) => onChange(withOption(options, 'format', value))}
      />
      <Choice
        label="Encoding"
        value={options.encoding ?? 'auto'}
        options={[
          { value: 'auto', text: found(detected && encodingTexts[detected.encoding]) },
          ...textEncodings.map((value) => ({ value, text: encodingTexts[value] })),
        ]}
        onChoose={(value) => onChange(withOption(options, 'encoding', value))}
      />
      {readAs === 'csv' ? (
        <Choice
          label="Separator"
          value={options.delimiter ?? 'auto'}
          options={[{ value: 'auto', text: found(delimiterText(detected)) }, ...delimiters]}
          onChoose={(value) => onChange(withOption(options, 'delimiter', value))}
        />
      ) : null}
      {readAs === 'csv' || readAs === 'tsv' ? (
        <Choice
          label="First line"
          value={options.header ?? 'auto'}
          options={[
            { value: 'auto', text: found(detected && (detected.hasHeader ? 'headings' : 'a pair')) },
            { value: 'yes', text: 'headings' },
            { value: 'no', text: 'a pair' },
          ]}
          onChoose={(value) => onChange(withOption(options, 'header', value))}
        />
      ) : null}
      {detected && detected.columns.length > 0 ? (
        <ColumnChoices options={options} detected={detected} onChange={onChange} />
      ) : null}
      <LanguageField
        label="Source language"
        value={options.sourceLanguage ?? 'en'}
        known={detected?.languages ?? []}
        onChange={(value) => onChange(withOption(options, 'sourceLanguage', value))}
      />
      <LanguageField
        label="Target language"
        value={options.targetLanguage ?? 'zh'}
        known={detected?.languages ?? []}
        onChange={(value) => onChange(withOption(options, 'targetLanguage', value))}
      />
      <Choice
        label="Full-width letters"
        value={options.fullWidth ?? 'keep'}
        options={[
          { value: 'keep', text: 'as they are' },
          { value: 'fold', text: 'made plain (Ａ to A)' },
        ]}
        onChoose={(value) => onChange(withOption(options, 'fullWidth', value))}
      />
    </fieldset>
  );
}

const columnChoices = [
  { key: 'sourceColumn', label: 'Source column' },
  { key: 'targetColumn', label: 'Target column' },
  { key: 'attributionColumn', label: 'Attribution column' },
] as const;

function ColumnChoices({ options, detected, onChange }: OptionsProps & { detected: DetectedImport }) {
  const columns = detected.columns.map(({ name, examples }, index) => ({
    value: String(index),
    text: examples[0] ? `${name}: ${shorten(examples[0])}` : name,
  }));
  return columnChoices.map(({ key, label }) => (
    <Choice
      key={key}
      label={label}
      value={String(columnIndex(detected, options[key]))}
      options={[{ value: '-1', text: 'auto' }, ...columns]}
      onChoose={(value) => {
        const index = Number(value);
        onChange(withOption(options, key, index < 0 ? undefined : columnValue(detected, index)));
      }}
    />
  ));
}

function found(what: string | null | undefined): string {
  return what ? `auto: ${what}` : 'auto';
}

function delimiterText(detected: DetectedImport | null): string | undefined {
  return delimiters.find(({ value }) => value === detected?.delimiter)?.text;
}

function shorten(text: string): string {
  const characters = Array.from(text);
  return characters.length > 24 ? `${characters.slice(0, 23).join('')}…` : text;
}
