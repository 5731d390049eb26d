'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { metricText } from '@/lib/domain/metric';
import { Notice } from '../../../components/Notice';
import { useFormats, useNames } from '../../../format/useFormats';
import { useSweep } from '../SweepProvider';
import { rankingProblems } from './ranking';
import styles from './table.module.css';
import type { TableProps } from './tableProps';

/** What the numbers are, and what must not be read from them. */
export function TableNotes({
  state,
  shown,
  tableRows,
  problem,
}: TableProps & { problem: string | undefined }) {
  const words = useTranslations('table');
  const formats = useFormats();
  const names = useNames();
  const { objective } = useSweep().detail.spec;
  const { query } = state;
  const { rows, baseline, isGrouped } = tableRows;
  const problems = useMemo(() => rankingProblems(shown, rows), [shown, rows]);
  const moment = {
    best: () =>
      words('explain', {
        objective: names.metric(objective.metric),
        goal: metricText(objective.metric).goal,
      }),
    last: () => words('explainLast'),
    own: () => words('explainOwn'),
  }[query.at];
  return (
    <div className={styles['notes']}>
      {problem ? (
        <Notice kind="warning">
          <span lang="en" translate="no">
            {problem}
          </span>
        </Notice>
      ) : null}
      {problems.length > 0 ? (
        <Notice kind="warning">
          {words('notRanked')}
          <ul lang="en" translate="no">
            {problems.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <p className="soft small">
        {[
          moment(),
          isGrouped ? words('explainSpread') : undefined,
          baseline && query.delta
            ? words('explainDelta', { variant: formats.count(baseline.variantIndex + 1) })
            : undefined,
          words('sortHint'),
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
    </div>
  );
}
