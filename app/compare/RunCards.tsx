'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { StateBadge } from '../components/StateBadge';
import { Swatch } from '../components/Swatch';
import { IconButton } from '../components/ui/IconButton';
import { useFormats, useNames } from '../format/useFormats';
import styles from './compare.module.css';
import type { ComparedRun } from './compared';

/** The runs with their letters; the first is what the others are held against. */
export function RunCards({
  runs,
  setIds,
}: {
  runs: readonly ComparedRun[];
  setIds: (ids: readonly string[]) => void;
}) {
  const words = useTranslations('compare.runs');
  const names = useNames();
  const formats = useFormats();
  if (runs.length === 0) return null;
  const ids = runs.map(({ id }) => id);
  return (
    <ol className={styles['cards']} aria-label={words('label')}>
      {runs.map(({ id, letter, look, detail }, at) => (
        <li key={id} className={styles['card']}>
          <span className={styles['cardHead']}>
            <strong>{letter}</strong>
            <Swatch look={look} />
            <StateBadge state={detail.run.state} />
            {at === 0 ? (
              <span className="soft small">{words('isReference')}</span>
            ) : (
              <IconButton
                icon="pin"
                label={words('reference', { letter })}
                onClick={() => setIds([id, ...ids.filter((each) => each !== id)])}
              />
            )}
            <IconButton
              icon="close"
              label={words('remove', { letter })}
              onClick={() => setIds(ids.filter((each) => each !== id))}
            />
          </span>
          <Link href={`/runs/${id}`}>
            {names.variant(detail.run.levels)} · {words('seed', { seed: formats.count(detail.run.seed) })}
          </Link>
          <Link className="small soft" href={`/sweeps/${detail.run.sweepId}`} translate="no">
            {detail.sweepName}
          </Link>
        </li>
      ))}
    </ol>
  );
}
