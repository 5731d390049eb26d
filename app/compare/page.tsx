import type { Metadata } from 'next';
import { getRuns } from '@/lib/server/comparisons';
import { Problem } from '../components/Problem';
import { requestWords } from '../i18n/request';
import { loadPage } from '../load';
import { CompareView } from './CompareView';
import { mostCompared } from './compared';

export async function generateMetadata(): Promise<Metadata> {
  const words = await requestWords('compare');
  return { title: words('title') };
}

interface ComparePageProps {
  searchParams: Promise<{ runs?: string | string[] }>;
}

export default async function ComparePage({ searchParams }: ComparePageProps) {
  const { runs = '' } = await searchParams;
  const ids = [runs].flat().join(',').split(',').filter(Boolean).slice(0, mostCompared);
  const loaded = await loadPage(() => (ids.length === 0 ? { runs: [] } : getRuns(ids)));
  return loaded.ok ? (
    <CompareView initial={{ ids, details: loaded.value }} />
  ) : (
    <Problem message={loaded.message} />
  );
}
