import { useTranslations } from 'use-intl';
import styles from './translations.module.css';

/** What the marks in translations mean. */
export function MarksLegend({ kind }: { kind: 'differences' | 'changes' }) {
  const words = useTranslations('translations.legend');
  return (
    <span className={styles['legend']}>
      {words.rich(kind, {
        ins: (chunks) => <ins className={styles['added']}>{chunks}</ins>,
        del: (chunks) => <del className={styles['missing']}>{chunks}</del>,
      })}
    </span>
  );
}
