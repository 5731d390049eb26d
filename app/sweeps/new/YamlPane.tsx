'use client';
import { useId, useState } from 'react';
import { designNotes } from '@/sweeps/expand';
import { parseSweepText } from '@/sweeps/parse';
import { writeSweepText } from '@/sweeps/write';
import { messageOf } from '../../client/api';
import styles from './form.module.css';
import { type FormAction, type FormState, formOf, keptTexts, parseSeeds, specOf } from './formState';

/**
 * The same sweep as YAML. What is typed becomes the form as soon as it can be read; until then the form stays as it was
 * and `onProblem` says why.
 */
export function YamlPane({
  state,
  problem,
  onProblem,
  dispatch,
}: {
  state: FormState;
  problem: string | undefined;
  onProblem: (problem: string | undefined) => void;
  dispatch: (action: FormAction) => void;
}) {
  const id = useId();
  const [text, setText] = useState(() => textOf(state));
  const kept = keptTexts(state);
  const edit = (edited: string) => {
    setText(edited);
    try {
      const spec = parseSweepText(edited);
      // The form can only show factors that exist.
      designNotes(spec);
      dispatch({ type: 'replace', state: formOf(spec) });
      onProblem(undefined);
    } catch (error) {
      onProblem(messageOf(error));
    }
  };
  return (
    <div className={styles['yaml']}>
      <label htmlFor={id}>The sweep as YAML</label>
      <textarea
        id={id}
        rows={Math.max(18, text.split('\n').length + 2)}
        spellCheck={false}
        value={text}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-help`}
        onChange={(event) => edit(event.currentTarget.value)}
      />
      <p
        id={`${id}-help`}
        className={problem ? styles['problem'] : styles['help']}
        role={problem ? 'alert' : undefined}
      >
        {problem
          ? `${problem} The form still shows the last YAML that could be read.`
          : kept.length > 0
            ? `The form has no field for ${kept.join(', ')}, and keeps it as it is here.`
            : 'The form shows everything that is here.'}
      </p>
    </div>
  );
}

function textOf(state: FormState): string {
  const seeds = parseSeeds(state.seeds);
  return writeSweepText(specOf(state, seeds.ok ? seeds.seeds : [1]));
}
