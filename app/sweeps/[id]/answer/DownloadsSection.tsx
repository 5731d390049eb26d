'use client';
import { useLocale, useTranslations } from 'use-intl';
import type { SweepAnswer } from '@/lib/domain/answer';
import styles from './answer.module.css';

const formats = { html: 'HTML', md: 'Markdown', json: 'JSON' } as const;

export function DownloadsSection({ answer }: { answer: SweepAnswer }) {
  const words = useTranslations('answer.downloads');
  const language = useLocale();
  const address = `/api/v1/sweeps/${answer.sweepId}`;
  const { baseline, target } = answer.options;
  const options = new URLSearchParams({
    lang: language,
    ...(baseline !== undefined && { baseline: String(baseline) }),
    ...(target !== undefined && { target: String(target) }),
  });
  return (
    <section aria-labelledby="downloads" className={styles['section']}>
      <h2 id="downloads">{words('title')}</h2>
      <p className={styles['controls']}>
        {Object.entries(formats).map(([format, name]) => (
          <a key={format} className="button" href={`${address}/report?format=${format}&${options}`} download>
            {words('report', { format: name })}
          </a>
        ))}
        <a className="button" href={`${address}/bundle`} download>
          {words('bundle')}
        </a>
      </p>
      <p className="small soft">{words.rich('bundleHelp', { code: (chunks) => <code>{chunks}</code> })}</p>
    </section>
  );
}
