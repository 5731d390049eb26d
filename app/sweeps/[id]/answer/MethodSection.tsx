'use client';
import { useTranslations } from 'use-intl';
import type { SweepAnswer } from '@/lib/domain/answer';
import styles from './answer.module.css';

export function MethodSection({ answer }: { answer: SweepAnswer }) {
  const words = useTranslations('answer.method');
  return (
    <section aria-labelledby="method" className={styles['section']}>
      <h2 id="method">{words('title')}</h2>
      <ul className={styles['facts']}>
        <li>{words('intervals')}</li>
        <li>{words('family', { count: answer.family })}</li>
        <li>{words('limits')}</li>
        <li>
          {words('signature')}: <code translate="no">{answer.signature}</code>
        </li>
        <li>{words.rich('docs', { code: (chunks) => <code>{chunks}</code> })}</li>
      </ul>
    </section>
  );
}
