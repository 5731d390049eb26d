'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { lostAttemptsSchema } from '@/lib/domain/sweepLog';
import { fetchJson } from '../../../client/api';
import { Timestamp } from '../../../components/Timestamp';
import { absent } from '../../../format/formats';
import { useNames } from '../../../format/useFormats';
import { useSweep } from '../SweepProvider';
import styles from './setup.module.css';

const askAgainMs = 10_000;

/** Tries that failed or were lost with their worker, of runs that may have finished since. */
export function LostAttempts() {
  const words = useTranslations('sweep.setup');
  const names = useNames();
  const { sweep, runs } = useSweep().detail;
  const isActive = sweep.counts.queued + sweep.counts.running > 0;
  const { data } = useQuery({
    queryKey: ['lostAttempts', sweep.id],
    queryFn: ({ signal }) => fetchJson(`/api/v1/sweeps/${sweep.id}/attempts`, lostAttemptsSchema, { signal }),
    refetchInterval: isActive ? askAgainMs : false,
  });
  const byId = useMemo(() => new Map(runs.map((run) => [run.id, run])), [runs]);
  if (!data || data.attempts.length === 0) return null;
  return (
    <section aria-labelledby="lost-attempts">
      <h2 id="lost-attempts">{words('lost')}</h2>
      <div className="scroll-x">
        <table>
          <thead>
            <tr>
              <th scope="col">{words('lostColumns.run')}</th>
              <th scope="col" className="number">
                {words('lostColumns.attempt')}
              </th>
              <th scope="col">{words('lostColumns.worker')}</th>
              <th scope="col">{words('lostColumns.ended')}</th>
              <th scope="col">{words('lostColumns.outcome')}</th>
              <th scope="col">{words('lostColumns.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {data.attempts.map((attempt) => {
              const run = byId.get(attempt.runId);
              return (
                <tr key={`${attempt.runId} ${attempt.attempt}`}>
                  <td>
                    <Link href={`/runs/${attempt.runId}`} title={run && names.variant(run.levels)}>
                      {run
                        ? words('runName', { variant: run.variantIndex + 1, seed: String(run.seed) })
                        : attempt.runId}
                    </Link>
                  </td>
                  <td className="number">{attempt.attempt}</td>
                  <td translate="no">{attempt.workerName}</td>
                  <td>{attempt.endedAtMs === null ? absent : <Timestamp ms={attempt.endedAtMs} />}</td>
                  <td>{attempt.outcome === 'lost' ? words('outcomes.lost') : words('outcomes.failed')}</td>
                  <td className={styles['text']} lang="en" translate="no">
                    {attempt.error?.message ?? absent}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
