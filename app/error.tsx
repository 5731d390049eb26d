'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import componentStyles from './components/components.module.css';
import { Notice } from './components/Notice';
import { PageHeader } from './components/PageHeader';

interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  const words = useTranslations('states.problem');
  return (
    <>
      <PageHeader title={words('title')} lead={words('safe')} />
      <Notice kind="error">
        <span lang="en" translate="no">
          {error.message}
        </span>
        {error.digest ? <> {words('digest', { digest: error.digest })}</> : null}
      </Notice>
      <div className={componentStyles['actions']}>
        <button type="button" onClick={reset}>
          {words('again')}
        </button>
        <Link href="/">{words('home')}</Link>
      </div>
    </>
  );
}
