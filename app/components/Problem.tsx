'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import componentStyles from './components.module.css';
import { Notice } from './Notice';
import { PageHeader } from './PageHeader';

/** A page whose data could not be read, with the server's sentence that says why. */
export function Problem({ message }: { message: string }) {
  const words = useTranslations('states.problem');
  const { refresh } = useRouter();
  return (
    <>
      <PageHeader title={words('title')} />
      <Notice kind="error">
        <span lang="en" translate="no">
          {message}
        </span>
      </Notice>
      <div className={componentStyles['actions']}>
        <button type="button" onClick={refresh}>
          {words('again')}
        </button>
        <Link href="/">{words('home')}</Link>
      </div>
    </>
  );
}
