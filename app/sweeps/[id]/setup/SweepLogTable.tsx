'use client';
import Link from 'next/link';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useDeferredValue, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { LogLevel } from '@/lib/domain/sweepLog';
import { messageOf } from '../../../client/api';
import { Notice } from '../../../components/Notice';
import { Timestamp } from '../../../components/Timestamp';
import { Segments } from '../../../components/ui/Segments';
import { Select } from '../../../components/ui/Select';
import { Skeleton } from '../../../components/ui/Skeleton';
import { useNames } from '../../../format/useFormats';
import { runKey } from '../runKey';
import { useSweep } from '../SweepProvider';
import styles from './setup.module.css';
import { useSweepLog } from './useSweepLog';

const levelChoices = ['all', 'warn', 'error'] as const;
const levelsOf: Record<(typeof levelChoices)[number], LogLevel[]> = {
  all: [],
  warn: ['warn', 'error'],
  error: ['error'],
};

const logParsers = {
  level: parseAsStringLiteral(levelChoices).withDefault('all'),
  /** A run as variant.seed. */
  logrun: parseAsString,
  logtext: parseAsString.withDefault(''),
};

/** What the runs have said, of all runs together. */
export function SweepLogTable() {
  const words = useTranslations('sweep.setup');
  const names = useNames();
  const { sweep, runs } = useSweep().detail;
  const [{ level, logrun, logtext }, set] = useQueryStates(logParsers, { history: 'push' });
  const chosen = runs.find((run) => runKey(run) === logrun);
  const isActive = sweep.counts.queued + sweep.counts.running > 0;
  const text = useDeferredValue(logtext.trim());
  const log = useSweepLog(sweep.id, { levels: levelsOf[level], runId: chosen?.id, text }, isActive);
  const byId = useMemo(() => new Map(runs.map((run) => [run.id, run])), [runs]);
  const isFiltered = level !== 'all' || chosen !== undefined || text !== '';
  return (
    <section aria-labelledby="sweep-log">
      <div className={styles['title']}>
        <h2 id="sweep-log">{words('log')}</h2>
        <span className="soft small">
          {words('logHelp')} {isActive ? words('newer') : null}
        </span>
      </div>
      <div className={styles['controls']}>
        <Segments
          label={words('level')}
          value={level}
          options={levelChoices.map((value) => ({ value, text: words(`levelChoices.${value}`) }))}
          onChange={(next) => void set({ level: next })}
        />
        <Select
          label={words('logRun')}
          value={chosen ? runKey(chosen) : ''}
          options={[
            { value: '', text: words('allRuns') },
            ...runs.map((run) => ({
              value: runKey(run),
              text: `${words('runName', { variant: run.variantIndex + 1, seed: String(run.seed) })} ${names.shortVariant(run.levels)}`,
            })),
          ]}
          onChange={(next) => void set({ logrun: next || null })}
        />
        <input
          type="search"
          aria-label={words('logSearch')}
          placeholder={words('logSearch')}
          value={logtext}
          onChange={(event) =>
            void set({ logtext: event.currentTarget.value || null }, { history: 'replace' })
          }
        />
      </div>
      {log.error ? (
        <Notice kind="error">
          {words('problem')}{' '}
          <span lang="en" translate="no">
            {messageOf(log.error)}
          </span>
        </Notice>
      ) : null}
      {log.lines === undefined ? (
        log.error ? null : (
          <Skeleton lines={8} />
        )
      ) : log.lines.length === 0 ? (
        <p className="soft">{isFiltered ? words('noLines') : words('noLinesYet')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={styles['lines']} tabIndex={0} aria-label={words('log')}>
          <table className={styles['log']}>
            <thead>
              <tr>
                <th scope="col">{words('logColumns.time')}</th>
                <th scope="col">{words('logColumns.run')}</th>
                <th scope="col">{words('logColumns.level')}</th>
                <th scope="col">{words('logColumns.text')}</th>
              </tr>
            </thead>
            <tbody>
              {log.lines.map((line) => {
                const run = byId.get(line.runId);
                return (
                  <tr key={line.id} data-level={line.level}>
                    <td>
                      <Timestamp ms={line.timeMs} only="time" />
                    </td>
                    <td>
                      <Link href={`/runs/${line.runId}`} title={run && names.variant(run.levels)}>
                        {run
                          ? words('runName', { variant: run.variantIndex + 1, seed: String(run.seed) })
                          : line.runId}
                      </Link>
                    </td>
                    <td className={styles['level']}>{words(`logLevels.${line.level}`)}</td>
                    <td className={styles['text']} lang="en" translate="no">
                      {line.text}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
      )}
      {log.hasNextPage ? (
        <button type="button" disabled={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {words('older')}
        </button>
      ) : log.lines && log.lines.length > 0 ? (
        <p className="soft small">{words('allLines', { count: log.lines.length })}</p>
      ) : null}
    </section>
  );
}
