'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { integrityResponseSchema } from '@/lib/domain/integrity';
import { fetchJson, messageOf } from '../client/api';
import componentStyles from '../components/components.module.css';
import { Notice } from '../components/Notice';
import { Icon } from '../components/ui/Icon';
import { Section } from './Section';
import styles from './settings.module.css';

export function ThisServer({ version, home }: { version: string; home: string }) {
  const words = useTranslations('settings.server');
  const check = useMutation({ mutationFn: () => fetchJson('/api/v1/integrity', integrityResponseSchema) });
  return (
    <Section title={words('title')} lead={words('lead')}>
      <dl className={componentStyles['facts']}>
        <dt>{words('version')}</dt>
        <dd translate="no">{version}</dd>
        <dt>{words('home')}</dt>
        <dd translate="no">
          <code>{home}</code>
        </dd>
      </dl>
      <div className={styles['row']}>
        <button type="button" disabled={check.isPending} onClick={() => check.mutate()}>
          {check.isPending ? words('checking') : words('check')}
        </button>
        <span className="small soft">{words('checkMeans')}</span>
      </div>
      <div role="status">
        {check.data ? (
          <p>
            {check.data.checks.every(({ ok }) => ok)
              ? words('sound')
              : words('unsound', { count: check.data.checks.filter(({ ok }) => !ok).length })}
          </p>
        ) : null}
      </div>
      {check.data ? (
        <ul className={styles['checks']}>
          {check.data.checks.map(({ name, ok, detail }) => (
            <li key={name} data-ok={ok}>
              <Icon name={ok ? 'check' : 'close'} />
              <span>
                <span className="visually-hidden">{ok ? words('ok') : words('bad')} </span>
                <span lang="en" translate="no">
                  {name}: <span className="soft">{detail}</span>
                </span>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {check.error ? (
        <Notice kind="error">
          <span lang="en" translate="no">
            {messageOf(check.error)}
          </span>
        </Notice>
      ) : null}
    </Section>
  );
}
