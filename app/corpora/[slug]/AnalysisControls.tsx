'use client';
import { useId, useState } from 'react';
import type { Hyperparameter } from '@/lib/domain/config';
import { type AnalysisState, hyperparameter } from './analysisState';
import styles from './corpus.module.css';

const sides = [
  {
    name: 'Source',
    keys: ['sourceTokenizer', 'sourceMerges', 'sourceMinFrequency', 'sourceVocabulary'],
  },
  {
    name: 'Target',
    keys: ['targetTokenizer', 'targetMerges', 'targetMinFrequency', 'targetVocabulary'],
  },
] as const;

const splitNumbers = [
  { key: 'seed', label: 'seed', standard: 1, help: 'Another seed deals out other sentences.' },
  {
    key: 'validation',
    label: 'validation',
    standard: 0.05,
    help: 'Below 1 a share of the groups of source sentences, else their number.',
  },
  {
    key: 'test',
    label: 'test',
    standard: 0.05,
    help: 'Below 1 a share of the groups of source sentences, else their number.',
  },
] as const;

/** Tokenizers and split that the page counts with; a sweep sets them in its form. */
export function AnalysisControls({
  state,
  onChange,
}: {
  state: AnalysisState;
  onChange: (changed: Partial<AnalysisState>) => void;
}) {
  const isBpe = (side: 'Source' | 'Target') =>
    (side === 'Source' ? state.sourceTokenizer : state.targetTokenizer) === 'bpe';
  return (
    <form
      className={styles['controls']}
      aria-label="Counted with"
      onSubmit={(event) => event.preventDefault()}
    >
      {sides.map(({ name, keys }) => (
        <fieldset key={name}>
          <legend>{name}</legend>
          {keys.map((key) => {
            const entry = hyperparameter(key);
            if (!entry || (key.endsWith('Merges') && !isBpe(name))) return null;
            const label = entry.label.replace(/^(source|target) /, '');
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
                help={entry.help}
                value={numberOf(state[key])}
                standard={Number(entry.default)}
                onChange={(value) => onChange({ [key]: value })}
              />
            );
          })}
        </fieldset>
      ))}
      <fieldset>
        <legend>Split</legend>
        {splitNumbers.map(({ key, label, standard, help }) => (
          <Typed
            key={key}
            label={label}
            help={help}
            value={numberOf(state[key])}
            standard={standard}
            onChange={(value) => onChange({ [key]: value })}
          />
        ))}
        <Typed
          label="max length"
          help={hyperparameter('maxLength')?.help ?? ''}
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
  return (
    <span className={styles['control']} title={entry.help}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {(entry.choices ?? []).map((choice) => (
          <option key={choice}>{choice}</option>
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
