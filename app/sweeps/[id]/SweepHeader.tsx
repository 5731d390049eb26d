'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { ConnectionState } from '../../components/ConnectionState';
import { GeneratedBadge } from '../../components/GeneratedBadge';
import { PageHeader } from '../../components/PageHeader';
import { StateBadge } from '../../components/StateBadge';
import { Timestamp } from '../../components/Timestamp';
import { CountsProgress } from '../CountsProgress';
import { SweepActions } from './SweepActions';
import { useSweep } from './SweepProvider';
import styles from './sweep.module.css';

/** What the sweep asks, how it stands, and what can be done to it; above all of its views. */
export function SweepHeader() {
  const words = useTranslations('sweep.header');
  const list = useTranslations('sweeps');
  const { detail, connection, replace, replaceRow } = useSweep();
  const { sweep, corpus, spec, dropped } = detail;
  return (
    <>
      <PageHeader
        title={<span translate="no">{sweep.name}</span>}
        lead={sweep.question ? <span translate="no">{sweep.question}</span> : undefined}
      >
        <SweepActions detail={detail} onChanged={replace} onRowChanged={replaceRow} />
      </PageHeader>
      <div className={styles['facts']}>
        <span aria-live="polite">
          <StateBadge state={sweep.state} />
          {sweep.paused ? <strong> {words('paused')}</strong> : null}
          {sweep.archived ? <span className="soft"> · {list('archivedMark')}</span> : null}
        </span>
        <ConnectionState connection={connection} />
        <div>
          <CountsProgress counts={sweep.counts} />
        </div>
        <span>
          {words('size', { variants: sweep.variantCount, seeds: spec.seeds.length })}
          {dropped.length > 0 ? ` ${words('leftOut', { count: dropped.length })}` : null}
        </span>
        <span>
          <Link href={`/corpora/${corpus.slug}`} translate="no">
            {corpus.name}
          </Link>{' '}
          <GeneratedBadge corpus={corpus} />
        </span>
        {sweep.owner ? (
          <span>
            <span className="soft">{words('owner')}</span> <span translate="no">{sweep.owner}</span>
          </span>
        ) : null}
        {sweep.tags.length > 0 ? (
          <ul className={styles['tags']} aria-label={words('tags')}>
            {sweep.tags.map((tag) => (
              <li key={tag} translate="no">
                {tag}
              </li>
            ))}
          </ul>
        ) : null}
        <span className="soft">
          <Timestamp ms={sweep.createdAtMs} />
        </span>
      </div>
      {sweep.notes ? (
        <details className={styles['notes']}>
          <summary>
            {words('notes')} <span translate="no">{sweep.notes.split('\n')[0]}</span>
          </summary>
          <p translate="no">{sweep.notes}</p>
        </details>
      ) : null}
    </>
  );
}
