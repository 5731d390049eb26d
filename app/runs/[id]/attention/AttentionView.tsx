'use client';
import { useTranslations } from 'use-intl';
import { isFinal } from '@/lib/domain/run';
import { messageOf } from '../../../client/api';
import { Notice } from '../../../components/Notice';
import { ServerSentence } from '../../../components/ServerSentence';
import { EmptyState } from '../../../components/ui/EmptyState';
import { Skeleton } from '../../../components/ui/Skeleton';
import { useRun } from '../RunProvider';
import { AttentionMaps } from './AttentionMaps';
import { useAttentionState } from './attentionState';
import { SentenceForm } from './SentenceForm';
import { TranslationResult } from './TranslationResult';
import { useIsSlow, useTranslation } from './useTranslation';

/** A model that is in memory has answered by then. */
const slowMs = 2000;

/** A sentence translated now by the run's best model, and where each head looks while it does. */
export function AttentionView() {
  const words = useTranslations('attention');
  const { run, corpus, models } = useRun().detail;
  const [{ text, beam }] = useAttentionState();
  const model = models.find(({ moment }) => moment === 'best');
  const query = useTranslation({
    runId: run.id,
    model: model?.sha256 ?? '',
    request: { text, beamWidth: Math.min(16, Math.max(1, beam)), attention: true },
  });
  const isSlow = useIsSlow(query.isFetching, slowMs);
  if (!model) {
    return (
      <EmptyState title={words('noModel')}>
        <p>{isFinal(run.state) ? words('noModelEnded') : words('noModelYet')}</p>
      </EmptyState>
    );
  }
  return (
    <section aria-label={words('title')}>
      <SentenceForm isTranslating={query.isFetching} />
      {text.trim() === '' ? <p className="soft">{words('start')}</p> : null}
      {isSlow ? <Notice kind="note">{words('busy')}</Notice> : null}
      {query.error && !query.isFetching ? (
        <Notice kind="error">
          {words('failed')} <ServerSentence>{messageOf(query.error)}</ServerSentence>{' '}
          <button type="button" className="quiet" onClick={() => void query.refetch()}>
            {words('again')}
          </button>
        </Notice>
      ) : null}
      {query.isFetching && !query.data ? <Skeleton lines={6} /> : null}
      {query.data ? (
        <>
          <TranslationResult answer={query.data} corpus={corpus} />
          <AttentionMaps answer={query.data} />
        </>
      ) : null}
    </section>
  );
}
