import type { Metadata } from 'next';
import Link from 'next/link';
import { PageHeader } from './components/PageHeader';
import { requestWords } from './i18n/request';

export async function generateMetadata(): Promise<Metadata> {
  const words = await requestWords('states.notFound');
  return { title: words('title') };
}

export default async function NotFound() {
  const words = await requestWords('states.notFound');
  return (
    <>
      <PageHeader title={words('title')} lead={words('lead')} />
      <Link href="/">{words('home')}</Link>
    </>
  );
}
