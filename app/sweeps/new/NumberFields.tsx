'use client';
import { useTranslations } from 'use-intl';
import { TextField } from './fields';
import type { FormAction, FormState } from './formState';
import { type NumberText, numberText } from './numberFields';
import type { FieldProblem } from './usePreview';

/** Numbers of the spec, each with its help. */
export function NumberFields({
  fields,
  state,
  fieldProblem,
  dispatch,
}: {
  fields: readonly NumberText[];
  state: FormState;
  fieldProblem: (field: string) => FieldProblem;
  dispatch: (action: FormAction) => void;
}) {
  const words = useTranslations('newSweep.numbers');
  return fields.map((field) => (
    <TextField
      key={field.path}
      short
      label={words(`${field.text}.label`)}
      help={words(`${field.text}.help`)}
      value={numberText(state.numbers, field)}
      problem={fieldProblem(field.path)}
      onChange={(value) => dispatch({ type: 'number', path: field.path, value })}
    />
  ));
}
