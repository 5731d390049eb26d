import { useTranslations } from 'use-intl';
import { type ImportOptionsInput, importFiltersSchema } from '@/lib/domain/corpusImport';
import { Choice } from './Choice';
import styles from './corpusImport.module.css';
import { withFilter } from './importDraft';
import { NumberField } from './NumberField';

const longest = 1_000_000;

/** Which pairs are left out; what each filter removes is counted beside the preview. */
export function FilterOptions({
  options,
  onChange,
}: {
  options: ImportOptionsInput;
  onChange: (options: ImportOptionsInput) => void;
}) {
  const words = useTranslations('corpora.filters');
  const filters = importFiltersSchema.parse(options.filters ?? {});
  return (
    <fieldset className={styles['options']}>
      <legend>{words('title')}</legend>
      <Choice
        label={words('duplicates')}
        value={filters.duplicates}
        options={[
          { value: 'pairs', text: words('samePair') },
          { value: 'sources', text: words('sameSource') },
          { value: 'keep', text: words('keepAll') },
        ]}
        onChoose={(value) => onChange(withFilter(options, 'duplicates', value))}
      />
      <Choice
        label={words('script')}
        value={filters.script}
        options={[
          { value: 'any', text: words('anyScript') },
          { value: 'simplified', text: words('simplifiedOnly') },
          { value: 'traditional', text: words('traditionalOnly') },
        ]}
        onChoose={(value) => onChange(withFilter(options, 'script', value))}
        help={words('scriptHelp')}
      />
      <NumberField
        label={words('shortest')}
        value={filters.minLength}
        minimum={1}
        maximum={longest}
        onChange={(value) => onChange(withFilter(options, 'minLength', value))}
      />
      <NumberField
        label={words('longest')}
        value={filters.maxLength}
        minimum={0}
        maximum={longest}
        help={words('noBound')}
        onChange={(value) => onChange(withFilter(options, 'maxLength', value))}
      />
      <NumberField
        label={words('ratio')}
        value={filters.maxLengthRatio}
        minimum={0}
        maximum={1000}
        whole={false}
        help={words('ratioHelp')}
        onChange={(value) => onChange(withFilter(options, 'maxLengthRatio', value))}
      />
      <label className={styles['check']}>
        <input
          type="checkbox"
          checked={filters.letters}
          onChange={(event) => onChange(withFilter(options, 'letters', event.currentTarget.checked))}
        />
        {words('letters')}
      </label>
    </fieldset>
  );
}
