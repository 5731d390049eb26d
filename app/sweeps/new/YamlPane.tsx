'use client';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { designNotes } from '@/sweeps/expand';
import { parseSweepText } from '@/sweeps/parse';
import { writeSweepText } from '@/sweeps/write';
import { messageOf } from '../../client/api';
import { ServerSentence } from '../../components/ServerSentence';
import { useFormats, useNames } from '../../format/useFormats';
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
  const words = useTranslations('newSweep');
  const formats = useFormats();
  const names = useNames();
  const id = useId();
  const [text, setText] = useState(() => textOf(state, names.label));
  const kept = keptTexts(state, { words, names, formats });
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
      <label htmlFor={id}>{words('yamlPane.label')}</label>
      <textarea
        id={id}
        rows={Math.max(18, text.split('\n').length + 2)}
        spellCheck={false}
        translate="no"
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
        {problem ? (
          <>
            <ServerSentence>{problem}</ServerSentence> {words('yamlPane.stillShows')}
          </>
        ) : kept.length > 0 ? (
          words('yamlPane.keeps', { what: formats.list(kept) })
        ) : (
          words('yamlPane.whole')
        )}
      </p>
    </div>
  );
}

function textOf(state: FormState, label: (key: string) => string): string {
  const seeds = parseSeeds(state.seeds);
  return writeSweepText(specOf(state, seeds.ok ? seeds.seeds : [1], label));
}
