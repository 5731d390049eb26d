'use client';
import { useId } from 'react';
import { type Level, labelOf } from '@/lib/domain/config';
import type { DesignKind } from '@/lib/domain/design';
import { levelText } from '../../format/levels';
import { ChoiceField, TextField } from './fields';
import styles from './form.module.css';
import { type FormAction, type FormState, factorLevels, hasBaseline } from './formState';
import { designFields, numberText } from './numberFields';

const designs: readonly (readonly [DesignKind, string])[] = [
  ['factorial', 'every combination'],
  ['one-factor-at-a-time', 'one factor at a time'],
  ['leave-one-out', 'leave one out'],
  ['fractional-factorial', 'a fraction of all combinations'],
  ['random', 'random samples'],
  ['latin-hypercube', 'Latin hypercube'],
  ['list', 'a list of cells'],
];

const helps: Record<DesignKind, string> = {
  factorial: 'Every level of each factor with every level of the others.',
  'one-factor-at-a-time': 'The baseline, and each other level of each factor with all else at the baseline.',
  'leave-one-out':
    'All factors changed together, then each taken back to its baseline alone. Two levels a factor.',
  'fractional-factorial':
    'A balanced part of the combinations, from the published tables. 3 to 11 factors of two levels each.',
  random: 'Each variant draws every factor anew, from its range or its levels.',
  'latin-hypercube': 'Samples spread evenly over every range (McKay et al. 1979).',
  list: 'The cells are written as YAML: cells: [{dModel: 512, heads: 8}, …].',
};

/** How variants follow from the factors, with what the design can and cannot tell. */
export function DesignSection({
  state,
  notes,
  fieldProblem,
  dispatch,
}: {
  state: FormState;
  notes: readonly string[];
  fieldProblem: (field: string) => string | undefined;
  dispatch: (action: FormAction) => void;
}) {
  const id = useId();
  const [summary, ...details] = notes;
  return (
    <section className={styles['section']} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Design</h2>
      <ChoiceField
        label="design"
        help={helps[state.design]}
        value={state.design}
        options={designs}
        problem={fieldProblem('design')}
        onChange={(kind) => dispatch({ type: 'design', kind })}
      />
      {designFields[state.design].map((field) => (
        <TextField
          key={field.path}
          short
          label={field.label}
          help={field.help}
          value={numberText(state.numbers, field)}
          problem={fieldProblem(field.path)}
          onChange={(value) => dispatch({ type: 'number', path: field.path, value })}
        />
      ))}
      {hasBaseline(state.design) ? <Baseline state={state} dispatch={dispatch} /> : null}
      {summary ? <p className={styles['note']}>{summary}</p> : null}
      {details.length > 0 ? (
        <details className={styles['note']}>
          <summary>What it cannot tell</summary>
          {details.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </details>
      ) : null}
    </section>
  );
}

function Baseline({ state, dispatch }: { state: FormState; dispatch: (action: FormAction) => void }) {
  return factorLevels(state).map(([factor, levels]) => {
    const chosen = state.baseline[factor];
    const level = chosen !== undefined && levels.includes(chosen) ? chosen : levels[0];
    const options = levels.map((one): [string, string] => [String(one), levelText(factor, one)]);
    const levelOf = (text: string): Level | undefined => levels.find((one) => String(one) === text);
    return (
      <ChoiceField
        key={factor}
        label={`baseline ${labelOf(factor)}`}
        value={String(level)}
        options={options}
        problem={undefined}
        onChange={(text) => {
          const picked = levelOf(text);
          if (picked !== undefined) dispatch({ type: 'baseline', factor, level: picked });
        }}
      />
    );
  });
}
