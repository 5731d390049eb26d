'use client';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Hyperparameter } from '@/lib/domain/config';
import { useNames } from '../../format/useFormats';
import { type AnalysisState, hyperparameter } from './analysisState';
import styles from './corpus.module.css';

const sides = [
  {
    name: 'source',
    keys: ['sourceTokenizer', 'sourceMerges', 'sourceMinFrequency', 'sourceVocabulary'],
  },
  {
    name: 'target',
    keys: ['targetTokenizer', 'targetMerges', 'targetMinFrequency', 'targetVocabulary'],
  },
] as const;

/** Within the group of its side, a control is named without it. */
const shortNames = {
  sourceTokenizer: 'tokenizer',
  targetTokenizer: 'tokenizer',
  sourceMerges: 'merges',
  targetMerges: 'merges',
  sourceMinFrequency: 'minFrequency',
  targetMinFrequency: 'minFrequency',
  sourceVocabulary: 'vocabulary',
  targetVocabulary: 'vocabulary',
} as const;

const splitNumbers = [
  { key: 'seed', standard: 1, help: 'seedHelp' },
  { key: 'validation', standard: 0.05, help: 'sizeHelp' },
  { key: 'test', standard: 0.05, help: 'sizeHelp' },
] as const;

/** Tokenizers and split that the page counts with; a sweep sets them in its form. */
export function AnalysisControls({
  state,
  onChange,
}: {
  state: AnalysisState;
  onChange: (changed: Partial<AnalysisState>) => void;
}) {
  const words = useTranslations('corpus.controls');
  const names = useNames();
  const isBpe = (side: 'source' | 'target') =>
    (side === 'source' ? state.sourceTokenizer : state.targetTokenizer) === 'bpe';
  return (
    <form
      className={styles['controls']}
      aria-label={words('label')}
      onSubmit={(event) => event.preventDefault()}
    >
      {sides.map(({ name, keys }) => (
        <fieldset key={name}>
          <legend>{words(name)}</legend>
          {keys.map((key) => {
            const entry = hyperparameter(key);
            if (!entry || (key.endsWith('Merges') && !isBpe(name))) return null;
            const label = words(shortNames[key]);
            return entry.kind === 'choice' ? (
              <Choice
                key={key}
                label={label}
                entry={entry}
                value={String(state[key] ?? entry.default)}
                onChange={(value) => onChange({ [key]: value === entry.default ? null : value })}
              />
            ) : (
              <Typed
                key={key}
                label={label}
                help={names.help(key)}
                value={numberOf(state[key])}
                standard={Number(entry.default)}
                onChange={(value) => onChange({ [key]: value })}
              />
            );
          })}
        </fieldset>
      ))}
      <fieldset>
        <legend>{words('split')}</legend>
        {splitNumbers.map(({ key, standard, help }) => (
          <Typed
            key={key}
            label={words(key)}
            help={words(help)}
            value={numberOf(state[key])}
            standard={standard}
            onChange={(value) => onChange({ [key]: value })}
          />
        ))}
        <Typed
          label={words('maxLength')}
          help={names.help('maxLength')}
          value={state.maxLength}
          standard={Number(hyperparameter('maxLength')?.default ?? 40)}
          onChange={(value) => onChange({ maxLength: value })}
        />
      </fieldset>
    </form>
  );
}

function Choice({
  label,
  entry,
  value,
  onChange,
}: {
  label: string;
  entry: Hyperparameter;
  value: string;
  onChange: (value: string) => void;
}) {
  const id = useId();
  const names = useNames();
  return (
    <span className={styles['control']} title={names.help(entry.key)}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {(entry.choices ?? []).map((choice) => (
          <option key={choice} value={choice}>
            {names.level(entry.key, choice)}
          </option>
        ))}
      </select>
    </span>
  );
}

function numberOf(value: string | number | null): number | null {
  return typeof value === 'number' ? value : null;
}

/** A number that takes effect when it is confirmed: by Enter, or by leaving the field. */
function Typed({
  label,
  help,
  value,
  standard,
  onChange,
}: {
  label: string;
  help: string;
  value: number | null;
  standard: number;
  onChange: (value: number | null) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const isValid = typed === undefined || (typed.trim() !== '' && Number(typed) >= 0);
  const confirm = () => {
    if (typed !== undefined && isValid) onChange(Number(typed) === standard ? null : Number(typed));
    setTyped(undefined);
  };
  return (
    <span className={styles['control']} title={help}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        size={5}
        inputMode="decimal"
        value={typed ?? String(value ?? standard)}
        aria-invalid={!isValid}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={confirm}
        onKeyDown={(event) => {
          if (event.key === 'Enter') confirm();
        }}
      />
    </span>
  );
}
