import type { Metadata } from 'next';
import { listAbsentCorpora, listCorpora } from '@/lib/server/corpora';
import { listDownloads } from '@/lib/server/corpusDownloads';
import { Problem } from '../components/Problem';
import { loadPage } from '../load';
import { CorpusList } from './CorpusList';

export const metadata: Metadata = { title: 'Corpora' };

export default async function CorporaPage() {
  const loaded = await loadPage(() => ({
    initial: listCorpora(),
    missing: listAbsentCorpora(),
    downloads: listDownloads(),
  }));
  return loaded.ok ? <CorpusList {...loaded.value} /> : <Problem message={loaded.message} />;
}
