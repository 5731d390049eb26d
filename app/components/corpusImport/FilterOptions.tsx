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
  const filters = importFiltersSchema.parse(options.filters ?? {});
  return (
    <fieldset className={styles['options']}>
      <legend>What is left out</legend>
      <Choice
        label="Duplicates"
        value={filters.duplicates}
        options={[
          { value: 'pairs', text: 'the same pair again' },
          { value: 'sources', text: 'the same source again' },
          { value: 'keep', text: 'nothing: keep all' },
        ]}
        onChoose={(value) => onChange(withFilter(options, 'duplicates', value))}
      />
      <Choice
        label="Script"
        value={filters.script}
        options={[
          { value: 'any', text: 'any is kept' },
          { value: 'simplified', text: 'keep simplified only' },
          { value: 'traditional', text: 'keep traditional only' },
        ]}
        onChoose={(value) => onChange(withFilter(options, 'script', value))}
        help="Of Chinese sentences; those that are written alike in both scripts are always kept."
      />
      <NumberField
        label="Shortest, characters"
        value={filters.minLength}
        minimum={1}
        maximum={longest}
        onChange={(value) => onChange(withFilter(options, 'minLength', value))}
      />
      <NumberField
        label="Longest, characters"
        value={filters.maxLength}
        minimum={0}
        maximum={longest}
        help="0: no bound"
        onChange={(value) => onChange(withFilter(options, 'maxLength', value))}
      />
      <NumberField
        label="Length ratio at most"
        value={filters.maxLengthRatio}
        minimum={0}
        maximum={1000}
        whole={false}
        help="Longer side over shorter side; 0: no bound"
        onChange={(value) => onChange(withFilter(options, 'maxLengthRatio', value))}
      />
      <label className={styles['check']}>
        <input
          type="checkbox"
          checked={filters.letters}
          onChange={(event) => onChange(withFilter(options, 'letters', event.currentTarget.checked))}
        />
        pairs with a side without letters
      </label>
    </fieldset>
  );
}
