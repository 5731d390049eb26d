'use client';
import { useTranslations } from 'use-intl';
import { Segments } from '../../../components/ui/Segments';
import { SampleFilm } from './SampleFilm';
import styles from './translations.module.css';
import { parts, useTranslationsState } from './translationsState';
import { WholeTestPair } from './wholeTest/WholeTestPair';

/** The same sentences as the variants translate them: the sample epoch by epoch, or all of the test split. */
export function TranslationsView() {
  const words = useTranslations('translations');
  const [{ part }, setState] = useTranslationsState();
  return (
    <section aria-label={words('title')} className={styles['view']}>
      <div className={styles['controls']}>
        <Segments
          label={words('part.label')}
          value={part}
          options={parts.map((value) => ({ value, text: words(`part.${value}`) }))}
          onChange={(next) => void setState({ part: next })}
        />
      </div>
      {part === 'sample' ? <SampleFilm /> : <WholeTestPair />}
    </section>
  );
}
