'use client';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import type { StoppingSpec } from '@/lib/domain/stopping';
import { Check } from '../../components/ui/Check';
import { ChoiceField } from './fields';
import styles from './form.module.css';
import type { FormAction, FormState } from './formState';
import { NumberFields } from './NumberFields';
import { limitFields, stoppingFields } from './numberFields';
import type { FieldProblem } from './usePreview';

const rules: readonly StoppingSpec['kind'][] = ['none', 'patience', 'median', 'asha'];

/** When a run ends early, how often a failed one is tried again, and what the sweep may cost. */
export function StoppingSection({
  state,
  fieldProblem,
  dispatch,
}: {
  state: FormState;
  fieldProblem: (field: string) => FieldProblem;
  dispatch: (action: FormAction) => void;
}) {
  const words = useTranslations('newSweep.stopping');
  const formWords = useTranslations('newSweep');
  const id = useId();
  return (
    <section className={styles['section']} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{words('title')}</h2>
      <ChoiceField
        label={words('label')}
        help={words(`kinds.${state.stopping}.help`)}
        value={state.stopping}
        options={rules.map((rule) => [rule, words(`kinds.${rule}.name`)] as const)}
        problem={fieldProblem('stopping')}
        onChange={(kind) => dispatch({ type: 'stopping', kind })}
      />
      <NumberFields
        fields={[...stoppingFields[state.stopping], ...limitFields]}
        state={state}
        fieldProblem={fieldProblem}
        dispatch={dispatch}
      />
      <fieldset className={styles['row']} aria-describedby={`${id}-keep`}>
        <legend>{formWords('models')}</legend>
        <div className={styles['chips']}>
          <Check checked={state.keepsModels} onChange={(value) => dispatch({ type: 'keepsModels', value })}>
            {formWords('keepModels')}
          </Check>
        </div>
        <p id={`${id}-keep`} className={styles['help']}>
          {formWords('keepModelsHelp')}
        </p>
      </fieldset>
    </section>
  );
}
