'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '../components/ui/Icon';
import { Section } from './Section';

/** A plain form: the browser itself saves what is streamed to it, however large. */
export function Backup() {
  const words = useTranslations('settings.backup');
  const code = (chunks: ReactNode) => <code translate="no">{chunks}</code>;
  return (
    <Section title={words('title')} lead={words('lead')}>
      <form method="post" action="/api/v1/backup">
        <button type="submit">
          <Icon name="download" /> {words('download')}
        </button>
      </form>
      <p>{words.rich('holds', { code })}</p>
      <details>
        <summary>{words('restore')}</summary>
        <ol>
          <li>{words('steps.stop')}</li>
          <li>{words.rich('steps.remove', { code })}</li>
          <li>{words.rich('steps.copy', { code })}</li>
          <li>{words.rich('steps.start', { code })}</li>
        </ol>
      </details>
    </Section>
  );
}
