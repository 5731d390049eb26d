'use client';
import { useTranslations } from 'use-intl';
import type { CorpusAnalysis } from '@/lib/domain/corpusAnalysis';
import { splits } from '@/lib/domain/metric';
import componentStyles from '../../components/components.module.css';
import { absent } from '../../format/formats';
import { useFormats, useNames } from '../../format/useFormats';
import { CoverageCurve } from './CoverageCurve';
import styles from './corpus.module.css';
import { shownSymbol } from './shownSymbol';

/** Symbols of the training split, and what of each split they do not cover; one column a side. */
export function VocabularySection({
  analysis,
  languages,
}: {
  analysis: CorpusAnalysis;
  languages: { source: string; target: string };
}) {
  return (
    <div className={styles['sides']}>
      <Side language={languages.source} side={analysis.source} />
      <Side language={languages.target} side={analysis.target} />
    </div>
  );
}

function Side({ language, side }: { language: string; side: CorpusAnalysis['source'] }) {
  const words = useTranslations('corpus.vocabulary');
  const formats = useFormats();
  const names = useNames();
  return (
    <section aria-label={words('of', { language })}>
      <h3 translate="no">{language}</h3>
      <div className={styles['vocabulary']}>
        <dl className={componentStyles['facts']}>
          <dt>{words('size')}</dt>
          <dd>{words('sizeText', { count: side.vocabularySize })}</dd>
          <dt>{words('inTraining')}</dt>
          <dd>{words('inTrainingText', { types: side.symbolTypes, once: side.symbolsSeenOnce })}</dd>
          <dt>{words('sentences')}</dt>
          <dd>{words('distinct', { count: side.distinctSentences })}</dd>
          <dt>{words('characters')}</dt>
          <dd>{words('distinct', { count: side.distinctCharacters })}</dd>
        </dl>
        <CoverageCurve coverage={side.coverage} language={language} />
      </div>
      <ul className={styles['symbols']} aria-label={words('mostFrequent')}>
        {side.mostFrequent.map(({ symbol, count }) => (
          <li key={symbol}>
            <span lang={language} translate="no">
              {shownSymbol(symbol)}
            </span>{' '}
            <span className="soft small">{formats.count(count)}</span>
          </li>
        ))}
      </ul>
      <table className={styles['unknown']}>
        <thead>
          <tr>
            <th scope="col">{words('split')}</th>
            <th scope="col" className="number">
              {words('tokens')}
            </th>
            <th scope="col" className="number">
              {words('unknown')}
            </th>
            <th scope="col">{words('unknownMost')}</th>
          </tr>
        </thead>
        <tbody>
          {splits.map((split) => {
            const { tokens, unknown, examples } = side.unknown[split];
            return (
              <tr key={split}>
                <th scope="row">{names.split(`${split}/`)}</th>
                <td className="number">{formats.count(tokens)}</td>
                <td className="number">
                  {tokens === 0 ? absent : formats.percent(unknown / tokens, 2)}{' '}
                  <span className="soft small">({formats.count(unknown)})</span>
                </td>
                <td className={styles['examples']}>
                  {examples.length === 0 ? (
                    <span className="soft">{words('none')}</span>
                  ) : (
                    <span translate="no" lang={language}>
                      {examples.map(shownSymbol).join(' ')}
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
