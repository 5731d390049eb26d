'use client';
import Link from 'next/link';
import { useEffect, useMemo, useState } from 'react';
import type { SweepDetail } from '@/lib/domain/api';
import { type DecisionsResponse, decisionsResponseSchema } from '@/lib/domain/stopping';
import { fetchJson, messageOf } from '../../client/api';
import { Notice } from '../../components/Notice';
import { plural } from '../../format/numbers';
import { decisionRows, followsStopping, ruleTexts, ruleWords } from './decisionRows';
import styles from './sweep.module.css';

/** What early stopping ended, and why; nothing at all where a sweep has neither a rule nor a budget of hours. */
export function Decisions({ detail }: { detail: SweepDetail }) {
  const { id, counts } = detail.sweep;
  const [answer, setAnswer] = useState<DecisionsResponse>();
  const [problem, setProblem] = useState<string>();
  const isFollowed = followsStopping(detail.spec) || counts.stopped > 0;
  // A decision to stop shows in the run's row at once; others change nothing that is shown.
  const stops = detail.runs.filter((run) => run.stopReason !== null).length;
  const measured = counts.finished + counts.stopped;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the counts is what asks again
  useEffect(() => {
    if (!isFollowed) return;
    const abort = new AbortController();
    fetchJson(`/api/v1/sweeps/${id}/decisions?action=stop`, decisionsResponseSchema, { signal: abort.signal })
      .then((fetched) => {
        setAnswer(fetched);
        setProblem(undefined);
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setProblem(messageOf(error));
      });
    return () => abort.abort();
  }, [id, isFollowed, stops, measured]);

  if (!isFollowed) return null;
  return (
    <>
      <h2>Early stopping</h2>
      <p className="soft">
        {ruleWords(detail.spec)} Every decision looks at {detail.spec.objective.metric.replace('/', ' ')},
        never at test. A stopped run keeps its curve; what it measured is of fewer epochs than the others’.
      </p>
      {problem ? <Notice kind="warning">The decisions may be old. {problem}</Notice> : null}
      {answer ? <DecisionTable answer={answer} metric={detail.spec.objective.metric} /> : null}
      {answer || problem ? null : <p className="soft">Loading the decisions …</p>}
    </>
  );
}

function DecisionTable({ answer, metric }: { answer: DecisionsResponse; metric: string }) {
  const rows = useMemo(() => decisionRows(answer, metric), [answer, metric]);
  const { counts } = answer;
  if (rows.length === 0) {
    return (
      <p>
        Nothing was stopped
        {counts.continue > 0 ? ` (${plural(counts.continue, 'decision')} to go on)` : ''}.
      </p>
    );
  }
  return (
    <>
      <div className="scroll-x">
        <table className={styles['results']}>
          <thead>
            <tr>
              <th scope="col">run</th>
              <th scope="col" className="number">
                epoch
              </th>
              <th scope="col">rule</th>
              <th scope="col" className="number">
                value
              </th>
              <th scope="col" className="number">
                held against
              </th>
              <th scope="col">reason</th>
              <th scope="col">made again</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <Link href={`/runs/${row.runId}`}>{row.run}</Link>
                </td>
                <td className="number">{row.epoch}</td>
                <td>{ruleTexts[row.rule]}</td>
                <td className="number">{row.value}</td>
                <td className="number">{row.threshold}</td>
                <td>{row.reason}</td>
                <td>{row.replay}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="soft small">
        {plural(counts.stop, 'decision')} to stop, {counts.continue} to go on.
      </p>
    </>
  );
}
