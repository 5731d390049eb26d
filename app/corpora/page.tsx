import type { Metadata } from 'next';
import { listAbsentCorpora, listCorpora } from '@/lib/server/corpora';
import { listDownloads } from '@/lib/server/corpusDownloads';
import { Problem } from '../components/Problem';
import { requestWords } from '../i18n/request';
import { loadPage } from '../load';
import { CorpusList } from './CorpusList';

export async function generateMetadata(): Promise<Metadata> {
  const words = await requestWords('corpora');
  return { title: words('title') };
}

export default async function CorporaPage() {
  const loaded = await loadPage(() => ({
    initial: listCorpora(),
    missing: listAbsentCorpora(),
    downloads: listDownloads(),
  }));
  return loaded.ok ? <CorpusList {...loaded.value} /> : <Problem message={loaded.message} />;
}
