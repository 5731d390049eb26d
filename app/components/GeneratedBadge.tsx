'use client';
import { useTranslations } from 'use-intl';
import type { Corpus } from '@/lib/domain/corpus';
import styles from './components.module.css';

/** Said wherever a corpus is named whose sentences no person wrote. */
export function GeneratedBadge({ corpus }: { corpus: Pick<Corpus, 'generated'> }) {
  const words = useTranslations('states.generated');
  if (!corpus.generated) return null;
  return (
    <span className={styles['badge']} title={words('means')}>
      {words('name')}
    </span>
  );
}
