'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Swatch } from '../../../components/Swatch';
import { useFormats } from '../../../format/useFormats';
import { useLooks } from '../useLooks';
import styles from './factors.module.css';
import type { FactorsProps } from './factorsProps';

/** The variant that was chosen in a chart, with the way to its runs. */
export function PickedRow({ state, rows, nameOf }: FactorsProps) {
  const words = useTranslations('factors');
  const formats = useFormats();
  const look = useLooks();
  const row = rows.find(({ key }) => key === state.query.on);
  const [first] = row?.runs ?? [];
  if (!row || !first) return null;
  return (
    <p className={styles['brushed']} role="status">
      <Swatch look={look(first)} />
      <strong>{nameOf(row)}</strong>
      {row.runs.map((run) => (
        <Link key={run.id} href={`/runs/${run.id}`}>
          {words('openRun', { seed: formats.count(run.seed) })}
        </Link>
      ))}
    </p>
  );
}
