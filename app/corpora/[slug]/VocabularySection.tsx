import type { CorpusAnalysis } from '@/lib/domain/corpusAnalysis';
import { splits } from '@/lib/domain/metric';
import componentStyles from '../../components/components.module.css';
import { formatCount } from '../../format/numbers';
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
      <Side title={languages.source} language={languages.source} side={analysis.source} />
      <Side title={languages.target} language={languages.target} side={analysis.target} />
    </div>
  );
}

function Side({
  title,
  language,
  side,
}: {
  title: string;
  language: string;
  side: CorpusAnalysis['source'];
}) {
  return (
    <section aria-label={`Vocabulary of ${title}`}>
      <h3>{title}</h3>
      <div className={styles['vocabulary']}>
        <dl className={componentStyles['facts']}>
          <dt>Vocabulary</dt>
          <dd>{formatCount(side.vocabularySize)} symbols, 4 special ones included</dd>
          <dt>In training</dt>
          <dd>
            {formatCount(side.symbolTypes)} different, {formatCount(side.symbolsSeenOnce)} seen once
          </dd>
          <dt>Sentences</dt>
          <dd>{formatCount(side.distinctSentences)} distinct</dd>
          <dt>Characters</dt>
          <dd>{formatCount(side.distinctCharacters)} distinct</dd>
        </dl>
        <CoverageCurve coverage={side.coverage} title={title} />
      </div>
      <ul className={styles['symbols']} aria-label="Most frequent symbols">
        {side.mostFrequent.map(({ symbol, count }) => (
          <li key={symbol}>
            <span lang={language}>{shownSymbol(symbol)}</span>{' '}
            <span className="soft small">{formatCount(count)}</span>
          </li>
        ))}
      </ul>
      <table className={styles['unknown']}>
        <thead>
          <tr>
            <th scope="col">Split</th>
            <th scope="col" className="number">
              Tokens
            </th>
            <th scope="col" className="number">
              Unknown
            </th>
            <th scope="col">Most frequent unknown</th>
          </tr>
        </thead>
        <tbody>
          {splits.map((split) => {
            const { tokens, unknown, examples } = side.unknown[split];
            return (
              <tr key={split}>
                <th scope="row">{split}</th>
                <td className="number">{formatCount(tokens)}</td>
                <td className="number">
                  {tokens === 0 ? '–' : `${((100 * unknown) / tokens).toFixed(2)}%`}{' '}
                  <span className="soft small">({formatCount(unknown)})</span>
                </td>
                <td lang={language} className={styles['examples']}>
                  {examples.length === 0 ? (
                    <span className="soft">none</span>
                  ) : (
                    examples.map(shownSymbol).join(' ')
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
