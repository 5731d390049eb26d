'use client';
import Link from 'next/link';
import type { SweepAnswer } from '@/lib/domain/answer';
import { overfittingTable } from '../../../answer/overfittingTable';
import styles from './answer.module.css';
import { PublicationView } from './PublicationView';
import { useWriting } from './useWriting';

export function OverfittingSection({ answer }: { answer: SweepAnswer }) {
  const writing = useWriting();
  const { words } = writing;
  return (
    <section aria-labelledby="overfitting" className={styles['section']}>
      <h2 id="overfitting">{words('overfitting.title')}</h2>
      <PublicationView table={overfittingTable(answer, writing)} labelledBy="overfitting" />
      <p className="small">
        <Link href={`/sweeps/${answer.sweepId}/overfitting`}>{words('overfitting.more')}</Link>
      </p>
    </section>
  );
}
