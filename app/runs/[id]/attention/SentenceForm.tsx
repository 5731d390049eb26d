'use client';
import { useEffect, useId, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Select } from '../../../components/ui/Select';
import { useRun } from '../RunProvider';
import { useSamples } from '../useSamples';
import styles from './attention.module.css';
import { beamWidths, useAttentionState } from './attentionState';

/** As many as the server takes. */
const mostCharacters = 2000;
/** In the list of sentences: the one that was typed. */
const own = '';

/** Which sentence, and how it is decoded. */
export function SentenceForm({ isTranslating }: { isTranslating: boolean }) {
  const words = useTranslations('attention.form');
  const splitWords = useTranslations('translations');
  const { run, corpus } = useRun().detail;
  const [{ text, beam }, setState] = useAttentionState();
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  const id = useId();
  const { data } = useSamples(run.id);
  const sentences = useMemo(() => {
    const known = new Map<string, string>();
    for (const { split, items } of data?.samples ?? []) {
      for (const { source } of items) if (!known.has(source)) known.set(source, split);
    }
    return [...known].sort(([, a], [, b]) => (a === b ? 0 : a === 'test' ? -1 : 1));
  }, [data]);
  const groupOf = (split: string) => (split === 'test' || split === 'train' ? splitWords(split) : split);
  const widths = [...new Set([...beamWidths, Math.min(16, Math.max(1, beam))])].sort((a, b) => a - b);
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void setState({ text: typed.trim() });
      }}
    >
      <div className={styles['sentence']}>
        <label htmlFor={id} className="visually-hidden">
          {words('sentence')}
        </label>
        <textarea
          id={id}
          rows={2}
          lang={corpus.sourceLanguage}
          placeholder={words('sentence')}
          maxLength={mostCharacters}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            // A sentence has no line breaks; Enter while composing Chinese chooses a word.
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }}
        />
      </div>
      <div className={styles['controls']}>
        {sentences.length > 0 ? (
          <Select
            label={words('choose')}
            value={sentences.some(([source]) => source === text) ? text : own}
            options={[
              { value: own, text: words('own') },
              ...sentences.map(([source, split]) => ({ value: source, text: source, group: groupOf(split) })),
            ]}
            onChange={(source) => void setState({ text: source === own ? typed : source })}
          />
        ) : null}
        <Select
          label={words('decoding')}
          value={String(beam)}
          options={widths.map((width) => ({
            value: String(width),
            text: width === 1 ? words('greedy') : words('beam', { width }),
          }))}
          onChange={(width) => void setState({ beam: Number(width), text: typed.trim() })}
        />
        <button type="submit" className="primary" disabled={typed.trim() === '' || isTranslating}>
          {isTranslating ? words('translating') : words('translate')}
        </button>
      </div>
    </form>
  );
}
