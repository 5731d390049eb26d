'use client';
import { useQueryStates } from 'nuqs';
import type { CorpusDetail } from '@/lib/domain/api';
import { type CorpusAnalysis, corpusAnalysisSchema } from '@/lib/domain/corpusAnalysis';
import { Notice } from '../../components/Notice';
import { formatCount, plural } from '../../format/numbers';
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
        {pending ? 'counting' : problem ? '' : 'counted'}
      </p>
      {problem ? <Notice kind="error">{problem}</Notice> : null}
      <div data-stale={(pending && analysis !== undefined) || undefined} className={styles['answer']}>
        {analysis ? (
          <>
            <h2>Split</h2>
            <SplitSection
              split={analysis.split}
              maxLength={state.maxLength ?? Number(hyperparameter('maxLength')?.default ?? 40)}
            />
            <h2>Sentence lengths</h2>
            <LengthHistograms analysis={analysis} languages={languages} />
            <p className="small soft">{repeatedText(analysis)}</p>
            <h2>Vocabulary of the training split</h2>
            <VocabularySection analysis={analysis} languages={languages} />
          </>
        ) : problem ? null : (
          <p className={styles['counting']} aria-busy="true">
            counting sentences, splitting them and training the tokenizers …
          </p>
        )}
      </div>
      <section className={styles['part']} aria-label="Tokenize a sentence">
        <h2>Tokenize a sentence</h2>
        <TokenizePane corpus={corpus} state={state} example={middle} saidProblem={problem} />
      </section>
      <section className={styles['part']} aria-label="Pairs">
        <h2>Pairs</h2>
        <PairsPane corpus={corpus} state={state} examples={examples} saidProblem={problem} />
      </section>
    </>
  );
}

function repeatedText({ repeated, script }: CorpusAnalysis): string {
  const sentences = [
    `${plural(repeated.sources, 'source sentence')} in two or more pairs (at most ${repeated.mostTranslations}); ${plural(repeated.targets, 'target sentence')} in two or more (at most ${repeated.mostSources}).`,
  ];
  if (script) {
    sentences.push(
      `Script of the target side: ${formatCount(script.simplified)} simplified, ${formatCount(script.traditional)} traditional, ${formatCount(script.mixed)} mixed, ${formatCount(script.either)} written alike in both.`,
    );
  }
  return sentences.join(' ');
}
