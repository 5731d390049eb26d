import type { Metadata } from 'next';
import { listCorpora } from '@/lib/server/corpora';
import { Problem } from '../components/Problem';
import { loadPage } from '../load';
import { CorpusList } from './CorpusList';

export const metadata: Metadata = { title: 'Corpora' };

export default async function CorporaPage() {
  const loaded = await loadPage(listCorpora);
  return loaded.ok ? <CorpusList initial={loaded.value} /> : <Problem message={loaded.message} />;
}
