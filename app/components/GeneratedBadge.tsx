import type { Corpus } from '@/lib/domain/corpus';
import styles from './components.module.css';

/** Said wherever a corpus is named whose sentences no person wrote. */
export function GeneratedBadge({ corpus }: { corpus: Pick<Corpus, 'generated'> }) {
  if (!corpus.generated) return null;
  return (
    <span
      className={styles['badge']}
      title="These sentences were generated from a grammar, not collected from people."
    >
      generated
    </span>
  );
}
