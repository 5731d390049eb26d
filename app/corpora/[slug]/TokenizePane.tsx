'use client';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useId, useMemo } from 'react';
import type { Corpus } from '@/lib/domain/corpus';
import { type Tokenization, tokenizationSchema } from '@/lib/domain/corpusAnalysis';
import { Notice } from '../../components/Notice';
import { plural } from '../../format/numbers';
import { type AnalysisState, settingsOf } from './analysisState';
import styles from './corpus.module.css';
import { shownSymbol } from './shownSymbol';
import { useAnswer } from './useAnswer';

const parsers = {
  sentence: parseAsString.withDefault(''),
  side: parseAsStringLiteral(['source', 'target'] as const).withDefault('source'),
};

/** Any sentence as the model would get it: its tokens with their ids, and what the ids say. */
export function TokenizePane({
  corpus,
  state,
  example,
  saidProblem,
}: {
  corpus: Corpus;
  state: AnalysisState;
  /** Cut as long as nothing is typed. */
  example: { source: string; target: string };
  /** A problem that the page says already. */
  saidProblem: string | undefined;
}) {
  const id = useId();
  const [{ sentence, side }, setView] = useQueryStates(parsers, { history: 'replace' });
  const language = side === 'source' ? corpus.sourceLanguage : corpus.targetLanguage;
  const text = sentence || example[side];
  const settings = JSON.stringify(settingsOf(state));
  const init = useMemo(
    () => ({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text, side, settings: JSON.parse(settings) }),
    }),
    [text, side, settings],
  );
  const { value, problem, pending } = useAnswer(
    `/api/v1/corpora/${encodeURIComponent(corpus.id)}/tokenize`,
    tokenizationSchema,
    { debounceMs: 200, init },
  );
  return (
    <>
      <div className={styles['typing']}>
        <fieldset className={styles['segments']}>
          <legend className="visually-hidden">Side</legend>
          {(['source', 'target'] as const).map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={side === name}
              onClick={() => void setView({ side: name, sentence: null })}
            >
              {name === 'source' ? corpus.sourceLanguage : corpus.targetLanguage}
            </button>
          ))}
        </fieldset>
        <label htmlFor={id} className="visually-hidden">
          Sentence
        </label>
        <input
          id={id}
          lang={language}
          value={sentence}
          maxLength={1000}
          placeholder={example[side]}
          onChange={(event) => void setView({ sentence: event.currentTarget.value || null })}
        />
      </div>
      {problem && problem !== saidProblem ? <Notice kind="error">{problem}</Notice> : null}
      <div data-stale={pending || undefined} className={styles['answer']} aria-live="polite">
        {value ? <Tokens tokenization={value} text={text} language={language} /> : null}
      </div>
    </>
  );
}

function Tokens({
  tokenization: { tokens, decoded },
  text,
  language,
}: {
  tokenization: Tokenization;
  text: string;
  language: string;
}) {
  const unknown = tokens.filter(({ known }) => !known).length;
  return (
    <>
      <ol className={styles['tokens']} aria-label="Tokens">
        {tokens.map((token, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a token's place is what tells it from the same one later
            key={index}
            data-known={token.known}
            title={token.known ? `id ${token.id}` : `unknown: id ${token.id}`}
          >
            <span lang={language}>{shownSymbol(token.text)}</span>
            {token.known ? null : (
              <>
                <span aria-hidden="true" className={styles['unknownSign']}>
                  ?
                </span>
                <span className="visually-hidden"> unknown</span>
              </>
            )}
            <span className={styles['tokenId']}>{token.id}</span>
          </li>
        ))}
      </ol>
      <p>
        {plural(tokens.length, 'token')}
        {unknown > 0 ? `, ${unknown} unknown` : ''}. <span className="soft">Decoded:</span>{' '}
        <span lang={language} className={styles['decoded']}>
          {decoded}
        </span>{' '}
        <span className="soft">
          {decoded === text ? '(the sentence exactly)' : '(not the sentence exactly)'}
        </span>
      </p>
    </>
  );
}
