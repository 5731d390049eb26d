'use client';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import type { Level } from '@/lib/domain/config';
import type { DesignKind } from '@/lib/domain/design';
import { ServerSentence } from '../../components/ServerSentence';
import { useNames } from '../../format/useFormats';
import { ChoiceField } from './fields';
import styles from './form.module.css';
import { type FormAction, type FormState, factorLevels, hasBaseline } from './formState';
import { NumberFields } from './NumberFields';
import { designFields } from './numberFields';
import type { FieldProblem } from './usePreview';

const designs: readonly DesignKind[] = [
  'factorial',
  'one-factor-at-a-time',
  'leave-one-out',
  'fractional-factorial',
  'random',
  'latin-hypercube',
  'list',
];

/** How variants follow from the factors, with what the design can and cannot tell. */
export function DesignSection({
  state,
  notes,
  fieldProblem,
  dispatch,
}: {
  state: FormState;
  notes: readonly string[];
  fieldProblem: (field: string) => FieldProblem;
  dispatch: (action: FormAction) => void;
}) {
  const words = useTranslations('newSweep.design');
  const id = useId();
  const [summary, ...details] = notes;
  return (
    <section className={styles['section']} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{words('title')}</h2>
      <ChoiceField
        label={words('label')}
        help={words(`kinds.${state.design}.help`)}
        value={state.design}
        options={designs.map((kind) => [kind, words(`kinds.${kind}.name`)] as const)}
        problem={fieldProblem('design')}
        onChange={(kind) => dispatch({ type: 'design', kind })}
      />
      <NumberFields
        fields={designFields[state.design]}
        state={state}
        fieldProblem={fieldProblem}
        dispatch={dispatch}
      />
      {hasBaseline(state.design) ? <Baseline state={state} dispatch={dispatch} /> : null}
      {summary ? (
        <p className={styles['note']}>
          <ServerSentence>{summary}</ServerSentence>
        </p>
      ) : null}
      {details.length > 0 ? (
        <details className={styles['note']}>
          <summary>{words('cannotTell')}</summary>
          {details.map((note) => (
            <p key={note}>
              <ServerSentence>{note}</ServerSentence>
            </p>
          ))}
        </details>
      ) : null}
    </section>
  );
}

function Baseline({ state, dispatch }: { state: FormState; dispatch: (action: FormAction) => void }) {
  const words = useTranslations('newSweep.design');
  const names = useNames();
  return factorLevels(state).map(([factor, levels]) => {
    const chosen = state.baseline[factor];
    const level = chosen !== undefined && levels.includes(chosen) ? chosen : levels[0];
    const options = levels.map((one): [string, string] => [String(one), names.level(factor, one)]);
    const levelOf = (text: string): Level | undefined => levels.find((one) => String(one) === text);
    return (
      <ChoiceField
        key={factor}
        label={words('baseline', { label: names.label(factor) })}
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
