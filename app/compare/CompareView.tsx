'use client';
import { useTranslations } from 'use-intl';
import type { RunDetails } from '@/lib/domain/api';
import { Notice } from '../components/Notice';
import { PageHeader } from '../components/PageHeader';
import { EmptyState } from '../components/ui/EmptyState';
import { Skeleton } from '../components/ui/Skeleton';
import { useFormats } from '../format/useFormats';
import { CompareCurves } from './CompareCurves';
import { CompareTranslations } from './CompareTranslations';
import styles from './compare.module.css';
import { mostCompared } from './compared';
import { DifferencesTable } from './DifferencesTable';
import { RunCards } from './RunCards';
import { RunSearch } from './RunSearch';
import { ScoresTable } from './ScoresTable';
import { useCompared } from './useCompared';
import { ValuesTable } from './ValuesTable';

/** Any runs of any sweeps: configuration first, because it is what the rest follows from. */
export function CompareView({ initial }: { initial: { ids: readonly string[]; details: RunDetails } }) {
  const words = useTranslations('compare');
  const formats = useFormats();
  const { ids, setIds, runs, isCut, gone, isLoading, problem } = useCompared(initial);
  return (
    <>
      <PageHeader title={words('title')} lead={words('lead')}>
        {ids.length > 0 ? (
          <button type="button" onClick={() => setIds([])}>
            {words('clear')}
          </button>
        ) : null}
        <RunSearch ids={ids} setIds={setIds} />
      </PageHeader>
      {problem ? (
        <Notice kind="error">
          <span lang="en" translate="no">
            {problem}
          </span>
        </Notice>
      ) : null}
      {gone.length > 0 ? (
        <Notice kind="warning">
          {words('gone', { count: gone.length })}
          <span translate="no">{formats.list(gone)}</span>{' '}
          <button type="button" onClick={() => setIds(ids.filter((id) => !gone.includes(id)))}>
            {words('picker.remove')}
          </button>
        </Notice>
      ) : null}
      {isCut ? (
        <Notice kind="warning">{words('tooMany', { most: formats.count(mostCompared) })}</Notice>
      ) : null}
      <RunCards runs={runs} setIds={setIds} />
      {isLoading ? (
        <Skeleton lines={6} />
      ) : runs.length < 2 ? (
        <EmptyState title={words('empty.title')}>
          <p>{words(runs.length === 1 ? 'empty.one' : 'empty.body')}</p>
        </EmptyState>
      ) : (
        <div className={styles['sections']}>
          <DifferencesTable runs={runs} />
          <CompareCurves runs={runs} />
          <ScoresTable runs={runs} />
          <ValuesTable runs={runs} />
          <CompareTranslations runs={runs} />
        </div>
      )}
    </>
  );
}
