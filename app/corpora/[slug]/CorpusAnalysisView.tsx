'use client';
import { useQueryStates } from 'nuqs';
import { useTranslations } from 'use-intl';
import type { CorpusDetail } from '@/lib/domain/api';
import { type CorpusAnalysis, corpusAnalysisSchema } from '@/lib/domain/corpusAnalysis';
import { Notice } from '../../components/Notice';
import { ServerSentence } from '../../components/ServerSentence';
import type { Words } from '../../i18n/words';
import { AnalysisControls } from './AnalysisControls';
import { analysisParsers, analysisQuery, hyperparameter } from './analysisState';
import styles from './corpus.module.css';
import { LengthHistograms } from './LengthHistograms';
import { PairsPane } from './PairsPane';
import { SplitSection } from './SplitSection';
import { TokenizePane } from './TokenizePane';
import { useAnswer } from './useAnswer';
import { VocabularySection } from './VocabularySection';

/** Everything about a corpus that depends on tokenizers and split, counted again when they are changed. */
export function CorpusAnalysisView({ corpus, examples }: CorpusDetail) {
  const words = useTranslations('corpus');
  const [state, setState] = useQueryStates(analysisParsers, { history: 'replace' });
  const {
    value: analysis,
    problem,
    pending,
  } = useAnswer(
    `/api/v1/corpora/${encodeURIComponent(corpus.id)}/analysis?${analysisQuery(state)}`,
    corpusAnalysisSchema,
  );
  const languages = { source: corpus.sourceLanguage, target: corpus.targetLanguage };
  const middle = examples[Math.floor(examples.length / 2)] ?? { source: '', target: '' };
  return (
    <>
      <AnalysisControls state={state} onChange={(changed) => void setState(changed)} />
      <p className="visually-hidden" aria-live="polite">
        {pending ? words('counting') : problem ? '' : words('counted')}
      </p>
      {problem ? (
        <Notice kind="error">
          <ServerSentence>{problem}</ServerSentence>
        </Notice>
      ) : null}
      <div data-stale={(pending && analysis !== undefined) || undefined} className={styles['answer']}>
        {analysis ? (
          <>
            <h2>{words('split.title')}</h2>
            <SplitSection
              split={analysis.split}
              maxLength={state.maxLength ?? Number(hyperparameter('maxLength')?.default ?? 40)}
            />
            <h2>{words('lengths.title')}</h2>
            <LengthHistograms analysis={analysis} languages={languages} />
            <p className="small soft">{repeatedText(analysis, words)}</p>
            <h2>{words('vocabulary.title')}</h2>
            <VocabularySection analysis={analysis} languages={languages} />
          </>
        ) : problem ? null : (
          <p className={styles['counting']} aria-busy="true">
            {words('countingAll')}
          </p>
        )}
      </div>
      <section className={styles['part']} aria-label={words('tokenize.title')}>
        <h2>{words('tokenize.title')}</h2>
        <TokenizePane corpus={corpus} state={state} example={middle} saidProblem={problem} />
      </section>
      <section className={styles['part']} aria-label={words('pairs.title')}>
        <h2>{words('pairs.title')}</h2>
        <PairsPane corpus={corpus} state={state} examples={examples} saidProblem={problem} />
      </section>
    </>
  );
}

function repeatedText({ repeated, script }: CorpusAnalysis, words: Words<'corpus'>): string {
  const sentences = [
    words('repeatedSources', { count: repeated.sources, most: repeated.mostTranslations }),
    words('repeatedTargets', { count: repeated.targets, most: repeated.mostSources }),
  ];
  if (script) sentences.push(words('script', script));
  return sentences.join(' ');
}
