'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { type ComparisonResponse, comparisonResponseSchema } from '@/lib/domain/api';
import { metricText } from '@/lib/domain/metric';
import { ApiError, fetchJson, messageOf } from '../client/api';
import { Notice } from '../components/Notice';
import { ScrollX } from '../components/ScrollX';
import { Skeleton } from '../components/ui/Skeleton';
import { useFormats, useNames } from '../format/useFormats';
import styles from './compare.module.css';
import type { ComparedRun } from './compared';
import { RunHeadings } from './RunHeadings';

/** Scores of the whole test split with how each was computed, or why they must not be compared. */
export function ScoresTable({ runs }: { runs: readonly ComparedRun[] }) {
  const words = useTranslations('compare.scores');
  const formats = useFormats();
  const tested = runs.filter(({ detail }) => detail.run.tested.best);
  const waiting = runs.filter(({ detail }) => !detail.run.tested.best);
  const ids = tested.map(({ id }) => id);
  const { data, error } = useQuery({
    queryKey: ['comparison', ids],
    queryFn: ({ signal }) =>
      fetchJson(
        `/api/v1/comparison?${ids.map((id) => `run=${encodeURIComponent(id)}`).join('&')}`,
        comparisonResponseSchema,
        { signal },
      ),
    enabled: ids.length >= 2,
    // A refusal is the answer.
    retry: (count, reason) => !(reason instanceof ApiError) && count < 2,
  });
  return (
    <div>
      <h2 id="scores-title">{words('title')}</h2>
      <p className="soft small">{words('help')}</p>
      {waiting.length > 0 ? (
        <p>
          {tested.length < 2
            ? words('tooFew')
            : words('waiting', {
                count: waiting.length,
                letters: formats.list(waiting.map(({ letter }) => letter)),
              })}
        </p>
      ) : null}
      {error ? (
        <Notice kind="warning">
          <span lang="en" translate="no">
            {messageOf(error)}
          </span>
        </Notice>
      ) : data ? (
        <Scores runs={tested} comparison={data} />
      ) : ids.length >= 2 ? (
        <Skeleton lines={4} />
      ) : null}
    </div>
  );
}

function Scores({ runs, comparison }: { runs: readonly ComparedRun[]; comparison: ComparisonResponse }) {
  const words = useTranslations('compare.scores');
  const names = useNames();
  const formats = useFormats();
  const scores = new Map(comparison.runs.map(({ id, scores: of }) => [id, of]));
  const metrics = [...new Set(comparison.runs.flatMap(({ scores: of }) => Object.keys(of.scores)))];
  const reference = runs[0] && scores.get(runs[0].id);
  return (
    <ScrollX labelledBy="scores-title">
      <table className={styles['side']}>
        <thead>
          <tr>
            <th scope="col">{words('score')}</th>
            <RunHeadings runs={runs} number />
            <th scope="col">{words('signature')}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{words('sentences')}</th>
            {runs.map(({ id }) => (
              <td key={id} className="number">
                {formats.count(scores.get(id)?.sentences ?? 0)}
              </td>
            ))}
            <td />
          </tr>
          {metrics.map((metric) => {
            const refusal = comparison.refused[metric];
            const values = runs.map(({ id }) => scores.get(id)?.scores[metric]?.value);
            const best = refusal === undefined ? bestOf(values, metricText(metric).goal) : undefined;
            const signatures = new Set(
              runs.flatMap(({ id }) => scores.get(id)?.scores[metric]?.signature ?? []),
            );
            const from = reference?.scores[metric]?.value;
            return (
              <tr key={metric}>
                <th scope="row">{names.quantity(metric)}</th>
                {runs.map(({ id }, at) => {
                  const value = values[at];
                  const text = formats.metric(metric, value);
                  return (
                    <td key={id} className="number">
                      {value !== undefined && value === best ? <strong>{text}</strong> : text}
                      {at > 0 && refusal === undefined && value !== undefined && from !== undefined ? (
                        <span className={styles['delta']}> {formats.delta(metric, value - from)}</span>
                      ) : null}
                    </td>
                  );
                })}
                <td>
                  {refusal === undefined ? null : (
                    <p className={styles['refusal']}>
                      {words('refused')}:{' '}
                      <span lang="en" translate="no">
                        {refusal}
                      </span>
                    </p>
                  )}
                  {signatures.size === 1 ? (
                    <code className="small">{[...signatures][0]}</code>
                  ) : (
                    <span className="soft small">{words('signatures')}</span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollX>
  );
}

function bestOf(
  values: readonly (number | undefined)[],
  goal: 'minimize' | 'maximize' | 'none',
): number | undefined {
  const finite = values.filter((value) => value !== undefined && Number.isFinite(value)).map(Number);
  if (goal === 'none' || finite.length === 0) return undefined;
  return goal === 'maximize' ? Math.max(...finite) : Math.min(...finite);
}
