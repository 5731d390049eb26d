'use client';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { useNames } from '../../format/useFormats';
import { ChoiceField } from './fields';
import styles from './form.module.css';
import type { FormAction, FormState } from './formState';
import { NumberFields } from './NumberFields';
import { splitFields } from './numberFields';
import { objectiveMetrics, reportMetrics } from './objective';
import type { FieldProblem } from './usePreview';

/** What chooses the best epoch and what it is judged by, and how the corpus is dealt out. */
export function MeasureSection({
  state,
  fieldProblem,
  dispatch,
}: {
  state: FormState;
  fieldProblem: (field: string) => FieldProblem;
  dispatch: (action: FormAction) => void;
}) {
  const words = useTranslations('newSweep.measure');
  const names = useNames();
  const id = useId();
  const { metric, report } = state.objective;
  const optionsOf = (metrics: readonly string[], chosen: string) =>
    [...new Set([...metrics, chosen])].map((name) => [name, names.metric(name)] as const);
  return (
    <section className={styles['section']} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{words('title')}</h2>
      <ChoiceField
        label={words('objective')}
        help={words('objectiveHelp')}
        value={metric}
        options={optionsOf(objectiveMetrics, metric)}
        problem={fieldProblem('objective.metric')}
        onChange={(chosen) => dispatch({ type: 'objective', metric: chosen })}
      />
      <ChoiceField
        label={words('report')}
        help={words('reportHelp')}
        value={report}
        options={optionsOf(reportMetrics, report)}
        problem={fieldProblem('objective.report')}
        onChange={(chosen) => dispatch({ type: 'objective', report: chosen })}
      />
      <NumberFields fields={splitFields} state={state} fieldProblem={fieldProblem} dispatch={dispatch} />
    </section>
  );
}
