'use client';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useId, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { Corpus } from '@/lib/domain/corpus';
import { type Tokenization, tokenizationSchema } from '@/lib/domain/corpusAnalysis';
import { Notice } from '../../components/Notice';
import { ServerSentence } from '../../components/ServerSentence';
import { Segments } from '../../components/ui/Segments';
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
  const words = useTranslations('corpus.tokenize');
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
        <Segments
          label={words('side')}
          value={side}
          options={[
            { value: 'source', text: corpus.sourceLanguage },
            { value: 'target', text: corpus.targetLanguage },
          ]}
          onChange={(chosen) => void setView({ side: chosen, sentence: null })}
        />
        <label htmlFor={id} className="visually-hidden">
          {words('sentence')}
        </label>
        <input
          id={id}
          lang={language}
          translate="no"
          value={sentence}
          maxLength={1000}
          placeholder={example[side]}
          onChange={(event) => void setView({ sentence: event.currentTarget.value || null })}
        />
      </div>
      {problem && problem !== saidProblem ? (
        <Notice kind="error">
          <ServerSentence>{problem}</ServerSentence>
        </Notice>
      ) : null}
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
  const words = useTranslations('corpus.tokenize');
  const unknown = tokens.filter(({ known }) => !known).length;
  return (
    <>
      <ol className={styles['tokens']} aria-label={words('tokens')}>
        {tokens.map((token, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a token's place is what tells it from the same one later
            key={index}
            data-known={token.known}
            title={words(token.known ? 'id' : 'unknownId', { id: token.id })}
          >
            <span lang={language} translate="no">
              {shownSymbol(token.text)}
            </span>
            {token.known ? null : (
              <>
                <span aria-hidden="true" className={styles['unknownSign']}>
                  ?
                </span>
                <span className="visually-hidden"> {words('unknown')}</span>
              </>
            )}
            <span className={styles['tokenId']}>{token.id}</span>
          </li>
        ))}
      </ol>
      <p>
        {unknown > 0
          ? words('countUnknown', { count: tokens.length, unknown })
          : words('count', { count: tokens.length })}{' '}
        <span className="soft">{words('decoded')}</span>{' '}
        <span lang={language} translate="no" className={styles['decoded']}>
          {decoded}
        </span>{' '}
        <span className="soft">{words(decoded === text ? 'exact' : 'notExact')}</span>
      </p>
    </>
  );
}
