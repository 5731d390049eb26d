'use client';
import Link from 'next/link';
import { memo } from 'react';
import { useTranslations } from 'use-intl';
import type { SweepRow } from '@/lib/domain/api';
import { Sparkline } from '../charts/Sparkline';
import { StateBadge } from '../components/StateBadge';
import { Timestamp } from '../components/Timestamp';
import { IconButton } from '../components/ui/IconButton';
import { useFormats, useNames } from '../format/useFormats';
import { CountsProgress } from './CountsProgress';
import styles from './sweeps.module.css';
import { TimeLeft } from './TimeLeft';

interface SweepRowViewProps {
  sweep: SweepRow;
  selected: boolean;
  onSelect: (id: string, selected: boolean) => void;
  onTag: (tag: string) => void;
  onEdit: (id: string) => void;
  onArchive: (id: string) => void;
}

/** One sweep: a row of the table, a card on a phone. */
export const SweepRowView = memo(function SweepRowView(props: SweepRowViewProps) {
  const { sweep, selected, onSelect, onTag, onEdit, onArchive } = props;
  const words = useTranslations('sweeps');
  const { name } = sweep;
  return (
    <tr data-selected={selected || undefined}>
      <td className={styles['select']}>
        <label className={styles['checkTarget']}>
          <input
            type="checkbox"
            checked={selected}
            aria-label={words('select', { name })}
            onChange={(event) => onSelect(sweep.id, event.currentTarget.checked)}
          />
        </label>
      </td>
      <th scope="row" className={styles['name']}>
        <SweepName sweep={sweep} onTag={onTag} />
      </th>
      <td className={styles['progress']}>
        <div className={styles['state']}>
          <StateBadge state={sweep.state} />
          {sweep.paused ? <span className="soft">· {words('paused')}</span> : null}
        </div>
        <CountsProgress counts={sweep.counts} />
        {sweep.timeLeftMs && !sweep.paused ? (
          <div className="small">
            <TimeLeft interval={sweep.timeLeftMs} />
          </div>
        ) : null}
      </td>
      <td className={styles['best']}>
        <Best sweep={sweep} />
      </td>
      <td className={styles['spark']}>
        <Spark sweep={sweep} />
      </td>
      <td className={styles['factors']}>
        <Factors sweep={sweep} />
      </td>
      <td className={styles['created']}>
        <Timestamp ms={sweep.createdAtMs} only="ago" />
      </td>
      <td className={styles['rowActions']}>
        <IconButton icon="edit" label={words('editOne', { name })} onClick={() => onEdit(sweep.id)} />
        <IconButton
          icon={sweep.archived ? 'reset' : 'archive'}
          label={words(sweep.archived ? 'unarchiveOne' : 'archiveOne', { name })}
          onClick={(event) => {
            focusNeighbour(event.currentTarget);
            onArchive(sweep.id);
          }}
        />
      </td>
    </tr>
  );
});

/** The row is about to leave the list, and would take the keyboard's place with it: the next one has it, else the last. */
function focusNeighbour(button: HTMLButtonElement): void {
  const row = button.closest('tr');
  const neighbour = row?.nextElementSibling ?? row?.previousElementSibling;
  neighbour?.querySelector<HTMLButtonElement>('td:last-child button:last-of-type')?.focus();
}

function SweepName({ sweep, onTag }: { sweep: SweepRow; onTag: (tag: string) => void }) {
  const words = useTranslations('sweeps');
  const firstNote = sweep.notes.split('\n').find((line) => line.trim() !== '');
  return (
    <>
      {/* Of hundreds of rows a person opens one. */}
      <Link href={`/sweeps/${sweep.id}`} prefetch={false} translate="no">
        {sweep.name}
      </Link>
      {sweep.question ? (
        <div className={styles['question']} translate="no">
          {sweep.question}
        </div>
      ) : null}
      {firstNote ? (
        <div className={styles['note']} translate="no">
          {firstNote}
        </div>
      ) : null}
      {sweep.tags.length > 0 || sweep.owner ? (
        <div className={styles['tags']}>
          {sweep.owner ? (
            <span className="small soft" translate="no">
              <span className="visually-hidden">{words('ownedBy', { owner: '' })}</span>
              {sweep.owner}
            </span>
          ) : null}
          {sweep.tags.map((tag) => (
            <button
              key={tag}
              type="button"
              className={styles['tag']}
              translate="no"
              onClick={() => onTag(tag)}
            >
              {tag}
            </button>
          ))}
        </div>
      ) : null}
    </>
  );
}

function Best({ sweep }: { sweep: SweepRow }) {
  const words = useTranslations('sweeps');
  const formats = useFormats();
  const names = useNames();
  const { best, comparisonProblem } = sweep;
  if (!best) {
    return (
      <span className="small soft">
        {comparisonProblem ? words('notComparable') : words('noBest')}
        {comparisonProblem ? (
          <span className={styles['problem']} lang="en" translate="no">
            {comparisonProblem}
          </span>
        ) : null}
      </span>
    );
  }
  const { seed, levels, metric } = best;
  return (
    <>
      <Link href={`/runs/${best.runId}`} prefetch={false}>
        {names.metric(metric)} <strong>{formats.metric(metric, best.value)}</strong>
      </Link>
      <div className={styles['variant']}>
        {names.variant(levels)}{' '}
        <span className={styles['seed']}>· {words('seed', { seed: String(seed) })}</span>
      </div>
      {best.stoppedEarly ? <div className="small soft">{words('stoppedEarly')}</div> : null}
    </>
  );
}

function Spark({ sweep }: { sweep: SweepRow }) {
  const words = useTranslations('sweeps');
  const formats = useFormats();
  const names = useNames();
  const { spark } = sweep;
  if (!spark || spark.values.length === 0) return null;
  const { metric, values } = spark;
  const [first, last] = [values[0], values.at(-1)].map((value) => formats.metric(metric, value));
  return (
    <Sparkline
      values={values}
      label={words('curveOf', { metric: names.metric(metric), first: first ?? '', last: last ?? '' })}
    />
  );
}

function Factors({ sweep }: { sweep: SweepRow }) {
  const words = useTranslations('sweeps');
  const names = useNames();
  return (
    <>
      {sweep.factors.map(names.label).join(' × ') || words('noFactors')}
      <div className="small soft">
        {words('variants', { count: sweep.variantCount })} · <span translate="no">{sweep.corpusSlug}</span>
      </div>
    </>
  );
}
