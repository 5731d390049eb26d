import { useTranslations } from 'use-intl';
import type { Corpus } from '@/lib/domain/corpus';
import type { TranslateResponse } from '@/lib/domain/translate';
import { ScrollX } from '../../../components/ScrollX';
import { useFormats } from '../../../format/useFormats';
import styles from './attention.module.css';

/** What the model made of the sentence, what else it thought of, and what of the sentence it did not know. */
export function TranslationResult({ answer, corpus }: { answer: TranslateResponse; corpus: Corpus }) {
  const words = useTranslations('attention.result');
  const formats = useFormats();
  const [best] = answer.candidates;
  return (
    <section aria-label={words('title')} className={styles['result']}>
      <p role="status" className={styles['best']} lang={corpus.targetLanguage} translate="no">
        {best?.text || <span className="soft">{words('empty')}</span>}
      </p>
      {answer.unknown.length > 0 ? (
        <p>
          {words.rich('unknown', {
            symbols: () =>
              answer.unknown.map((symbol) => (
                <code key={symbol} className={styles['unknown']} lang={corpus.sourceLanguage} translate="no">
                  {symbol}
                </code>
              )),
          })}
        </p>
      ) : null}
      {answer.cutTokens > 0 ? <p>{words('cut', { count: answer.cutTokens })}</p> : null}
      <p className="small">
        <span className="soft">{words('reads')}</span>{' '}
        <Tokens tokens={answer.sourceTokens} language={corpus.sourceLanguage} unknown={answer.unknown} />
      </p>
      <ScrollX label={words('candidates')}>
        <table className={styles['candidates']}>
          <caption className="visually-hidden">{words('candidates')}</caption>
          <thead>
            <tr>
              <th scope="col" className="number">
                {words('candidate')}
              </th>
              <th scope="col">{words('text')}</th>
              <th scope="col" className="number" title={words('logProbabilityHelp')}>
                {words('logProbability')}
              </th>
              <th scope="col" className="number" title={words('scoreHelp')}>
                {words('score')}
              </th>
              <th scope="col">{words('tokens')}</th>
            </tr>
          </thead>
          <tbody>
            {answer.candidates.map((candidate, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: candidates are ordered, and two may read alike
              <tr key={index}>
                <th scope="row" className="number">
                  {index + 1}
                </th>
                <td>
                  <span lang={corpus.targetLanguage} translate="no">
                    {candidate.text || words('empty')}
                  </span>
                  {candidate.ended ? null : <span className="small soft"> · {words('unfinished')}</span>}
                </td>
                <td className="number">{formats.fixed(candidate.logProbability, 3)}</td>
                <td className="number">{formats.fixed(candidate.score, 3)}</td>
                <td className="small">
                  <Tokens tokens={candidate.tokens} language={corpus.targetLanguage} unknown={[]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
      <p className="small soft">
        {words('facts', {
          step: formats.count(answer.step),
          epoch: formats.epoch(answer.epoch),
          time: formats.duration(answer.tookMs),
        })}
      </p>
    </section>
  );
}

interface TokensProps {
  tokens: readonly string[];
  language: string;
  /** Symbols that the vocabulary lacks. */
  unknown: readonly string[];
}

function Tokens({ tokens, language, unknown }: TokensProps) {
  return (
    <span className={styles['tokens']} lang={language} translate="no">
      {tokens.map((token, index) => (
        <code
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place in the sentence
          key={index}
          className={unknown.includes(token) ? styles['unknown'] : styles['token']}
        >
          {token}
        </code>
      ))}
    </span>
  );
}
