import type { Metadata } from 'next';
import { getCorpus } from '@/lib/server/corpora';
import { Problem } from '../../components/Problem';
import { loadPage, titleOf } from '../../load';
import { CorpusAnalysisView } from './CorpusAnalysisView';
import { CorpusHead } from './CorpusHead';

interface CorpusPageProps {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: CorpusPageProps): Promise<Metadata> {
  const { slug } = await params;
  return titleOf(() => getCorpus(slug).corpus.name);
}

export default async function CorpusPage({ params }: CorpusPageProps) {
  const { slug } = await params;
  const loaded = await loadPage(() => getCorpus(slug));
  if (!loaded.ok) return <Problem message={loaded.message} />;
  return (
    <>
      <CorpusHead corpus={loaded.value.corpus} />
      <CorpusAnalysisView {...loaded.value} />
    </>
  );
}
