import type { Metadata } from 'next';
import { getCorpus } from '@/lib/server/corpora';
import componentStyles from '../../components/components.module.css';
import { GeneratedBadge } from '../../components/GeneratedBadge';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { Problem } from '../../components/Problem';
import { Timestamp } from '../../components/Timestamp';
import { absent, formatBytes, formatCount } from '../../format/numbers';
import { loadPage } from '../../load';
import { removedText } from '../removedText';
import { CorpusAnalysisView } from './CorpusAnalysisView';

export const metadata: Metadata = { title: 'Corpus' };

export default async function CorpusPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const loaded = await loadPage(() => getCorpus(slug));
  if (!loaded.ok) return <Problem message={loaded.message} />;
  const { corpus, examples } = loaded.value;
  return (
    <>
      <PageHeader
        title={
          <>
            {corpus.name} <GeneratedBadge corpus={corpus} />
          </>
        }
        lead={corpus.origin}
      >
        <a className="button" href={`/api/v1/corpora/${corpus.id}/file`}>
          Download
        </a>
      </PageHeader>
      {corpus.generated ? (
        <Notice kind="warning">
          No person wrote these sentences: a grammar generated them. They are more regular than real ones, so
          scores on them are higher than on collected sentences.
        </Notice>
      ) : null}
      <dl className={componentStyles['facts']}>
        <dt>Languages</dt>
        <dd>
          {corpus.sourceLanguage} → {corpus.targetLanguage}
        </dd>
        <dt>Pairs</dt>
        <dd>
          {formatCount(corpus.pairCount)}, {formatCount(corpus.distinctSources)} distinct sources
        </dd>
        <dt>Left out on import</dt>
        <dd>{removedText(corpus.removed)}</dd>
        <dt>Licence</dt>
        <dd>{corpus.licence || absent}</dd>
        <dt>Name in sweep specs</dt>
        <dd>
          <code>{corpus.slug}</code>
        </dd>
        <dt>Fingerprint</dt>
        <dd>
          <code>{corpus.fingerprint}</code> (SHA-256, {formatBytes(corpus.bytes)})
        </dd>
        <dt>Imported</dt>
        <dd>
          <Timestamp ms={corpus.createdAtMs} />
        </dd>
      </dl>
      <CorpusAnalysisView corpus={corpus} examples={examples} />
    </>
  );
}
