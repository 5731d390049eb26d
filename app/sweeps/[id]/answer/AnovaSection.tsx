'use client';
import type { SweepAnswer } from '@/lib/domain/answer';
import { anovaTable } from '../../../answer/anovaTable';
import styles from './answer.module.css';
import { PublicationView } from './PublicationView';
import { useWriting } from './useWriting';

export function AnovaSection({ answer }: { answer: SweepAnswer }) {
  const writing = useWriting();
  const { words } = writing;
  const table = anovaTable(answer, writing);
  return (
    <section aria-labelledby="anova" className={styles['section']}>
      <h2 id="anova">{words('anova.title')}</h2>
      {table ? (
        <PublicationView table={table} labelledBy="anova" />
      ) : (
        <p className="soft">{words('anova.none')}</p>
      )}
    </section>
  );
}
