'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { EmptyState } from '../components/ui/EmptyState';

/** The first thing that a new person sees: what a sweep is, and the way to one. */
export function NoSweeps() {
  const words = useTranslations('sweeps.empty');
  return (
    <EmptyState title={words('title')}>
      <p>{words('lead')}</p>
      <ol>
        <li>{words.rich('choose', { link: (chunks) => <Link href="/sweeps/new">{chunks}</Link> })}</li>
        <li>{words('look')}</li>
        <li>{words('watch')}</li>
      </ol>
      <p>{words.rich('corpus', { link: (chunks) => <Link href="/corpora">{chunks}</Link> })}</p>
    </EmptyState>
  );
}
