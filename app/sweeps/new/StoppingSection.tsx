'use client';
import { useId } from 'react';
import type { StoppingSpec } from '@/lib/domain/stopping';
import { ChoiceField, TextField } from './fields';
import styles from './form.module.css';
import type { FormAction, FormState } from './formState';
import { limitFields, numberText, stoppingFields } from './numberFields';

const rules: readonly (readonly [StoppingSpec['kind'], string])[] = [
  ['none', 'never: every run trains to its end'],
  ['patience', 'patience: when validation has stopped improving'],
  ['median', 'median: when worse than half of the other runs'],
  ['asha', 'successive halving: only the best go on'],
];

const helps: Record<StoppingSpec['kind'], string> = {
  none: 'The fairest comparison, and the dearest.',
  patience: 'Each run by itself, by the objective on the validation split.',
  median: 'Against the sweep’s other runs at the same epoch; a late bloomer may be cut.',
  asha: 'Asynchronous successive halving (Li et al. 2020); few runs reach the last epoch.',
};

/** When a run ends early, how often a failed one is tried again, and what the sweep may cost. */
export function StoppingSection({
  state,
  fieldProblem,
  dispatch,
}: {
  state: FormState;
  fieldProblem: (field: string) => string | undefined;
  dispatch: (action: FormAction) => void;
}) {
  const id = useId();
  return (
    <section className={styles['section']} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Stopping and limits</h2>
      <ChoiceField
        label="early stopping"
        help={helps[state.stopping]}
        value={state.stopping}
        options={rules}
        problem={fieldProblem('stopping')}
        onChange={(kind) => dispatch({ type: 'stopping', kind })}
      />
      {[...stoppingFields[state.stopping], ...limitFields].map((field) => (
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
    </section>
  );
}
