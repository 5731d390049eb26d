'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { SweepDetail } from '@/lib/domain/api';
import { type DecisionsResponse, decisionsResponseSchema } from '@/lib/domain/stopping';
import { fetchJson, messageOf } from '../../client/api';
import { Notice } from '../../components/Notice';
import { Skeleton } from '../../components/ui/Skeleton';
import { useFormats, useNames } from '../../format/useFormats';
import { decisionRows, followsStopping, ruleWords } from './decisionRows';
import styles from './sweep.module.css';

/** What early stopping ended, and why; nothing at all where a sweep has neither a rule nor a budget of hours. */
export function Decisions({ detail }: { detail: SweepDetail }) {
  const words = useTranslations('sweep.stopping');
  const names = useNames();
  const { id, counts } = detail.sweep;
  const isFollowed = followsStopping(detail.spec) || counts.stopped > 0;
  // A decision to stop shows in the run's row at once; others change nothing that is shown.
  const stops = detail.runs.filter((run) => run.stopReason !== null).length;
  const measured = counts.finished + counts.stopped;
  const { data, error } = useQuery({
    queryKey: ['decisions', id, stops, measured],
    queryFn: ({ signal }) =>
      fetchJson(`/api/v1/sweeps/${id}/decisions?action=stop`, decisionsResponseSchema, { signal }),
    enabled: isFollowed,
    placeholderData: keepPreviousData,
  });

  if (!isFollowed) return null;
  return (
    <section aria-labelledby="decisions">
      <h2 id="decisions">{words('title')}</h2>
      <p className="soft">
        {ruleWords(detail.spec, words)}{' '}
        {words('lead', { metric: names.metric(detail.spec.objective.metric) })}
      </p>
      {error ? (
        <Notice kind="warning">
          {words('old')}{' '}
          <span lang="en" translate="no">
            {messageOf(error)}
          </span>
        </Notice>
      ) : null}
      {data ? <DecisionTable answer={data} metric={detail.spec.objective.metric} /> : null}
      {data || error ? null : <Skeleton lines={3} />}
    </section>
  );
}

function DecisionTable({ answer, metric }: { answer: DecisionsResponse; metric: string }) {
  const words = useTranslations('sweep.stopping');
  const formats = useFormats();
  const rows = useMemo(
    () => decisionRows(answer, metric, { words, formats }),
    [answer, metric, words, formats],
  );
  const { counts } = answer;
  if (rows.length === 0) return <p>{words('nothingStopped', { count: counts.continue })}</p>;
  return (
    <>
      <div className="scroll-x">
        <table className={styles['results']}>
          <thead>
            <tr>
              <th scope="col">{words('columns.run')}</th>
              <th scope="col" className="number">
                {words('columns.epoch')}
              </th>
              <th scope="col">{words('columns.rule')}</th>
              <th scope="col" className="number">
                {words('columns.value')}
              </th>
              <th scope="col" className="number">
                {words('columns.threshold')}
              </th>
              <th scope="col">{words('columns.reason')}</th>
              <th scope="col">{words('columns.replay')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <Link href={`/runs/${row.runId}`}>{row.run}</Link>
                </td>
                <td className="number">{row.epoch}</td>
                <td>{words(`rules.${row.rule}`)}</td>
                <td className="number">{row.value}</td>
                <td className="number">{row.threshold}</td>
                <td lang="en" translate="no">
                  {row.reason}
                </td>
                <td>{row.replay}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="soft small">{words('counts', { stop: counts.stop, go: counts.continue })}</p>
    </>
  );
}
