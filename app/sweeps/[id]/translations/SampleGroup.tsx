'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { RunRow, SweepSamples } from '@/lib/domain/api';
import { EmptyState } from '../../../components/ui/EmptyState';
import { useFormats } from '../../../format/useFormats';
import { createSentenceScorer } from '../../../translations/sentenceScores';
import { useSweep } from '../SweepProvider';
import { SentenceTable } from './SentenceTable';
import { filteredRows, sentenceRows } from './sentenceRows';
import { runOfKey } from './tellingRuns';
import { usePassingState, useTranslationsState } from './translationsState';

interface SampleGroupProps {
  group: SweepSamples['groups'][number];
  /** The chosen ones; those of another group have no lines here. */
  runs: readonly RunRow[];
  epoch: number | undefined;
}

/** Runs that share their sentences, with what the filter and the search leave of these. */
export function SampleGroup({ group, runs, epoch }: SampleGroupProps) {
  const words = useTranslations('translations');
  const formats = useFormats();
  const { detail } = useSweep();
  const [{ against, only, scores }, setState] = useTranslationsState();
  const [{ q }, setPassing] = usePassingState();
  const ids = useMemo(() => new Set(group.runs.map(({ runId }) => runId)), [group]);
  const members = runs.filter(({ id }) => ids.has(id));
  const signature = members.find(({ comparison }) => comparison)?.comparison?.bleuSignature ?? '';
  const scorer = useMemo(() => createSentenceScorer(signature), [signature]);
  if (members.length === 0) return null;

  const rows = sentenceRows(
    group,
    members.map(({ id }) => id),
  );
  const kept = filteredRows(rows, only, q);
  const opponent = runOfKey(detail.runs, against);
  const opponents = opponent && group.runs.find(({ runId }) => runId === opponent.id)?.hypotheses;
  const showAll = () => {
    void setState({ only: 'all' });
    void setPassing({ q: '' });
  };
  return (
    <section aria-label={words('sample.group', { count: group.runs.length })}>
      <p className="visually-hidden" role="status">
        {words('sample.shown', { shown: formats.count(kept.length), count: rows.length })}
      </p>
      {kept.length === 0 ? (
        <EmptyState title={words('sample.noMatch')}>
          <p>{words('sample.noMatchText', { count: rows.length })}</p>
          <button type="button" onClick={showAll}>
            {words('sample.showAll')}
          </button>
        </EmptyState>
      ) : (
        <SentenceTable
          rows={kept}
          sentenceCount={rows.length}
          runs={members}
          corpus={detail.corpus}
          epoch={epoch}
          opponents={
            opponents && new Map(group.sentences.map(({ source }, index) => [source, opponents[index] ?? '']))
          }
          scorer={scores ? scorer : undefined}
        />
      )}
    </section>
  );
}
