'use client';
import { useTranslations } from 'use-intl';
import type { Corpus } from '@/lib/domain/corpus';
import componentStyles from '../../components/components.module.css';
import { GeneratedBadge } from '../../components/GeneratedBadge';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { Timestamp } from '../../components/Timestamp';
import { absent } from '../../format/formats';
import { useFormats } from '../../format/useFormats';
import { removedText } from '../removedText';

/** What is known of a corpus without counting anything. */
export function CorpusHead({ corpus }: { corpus: Corpus }) {
  const words = useTranslations('corpus');
  const corporaWords = useTranslations('corpora');
  const formats = useFormats();
  return (
    <>
      <PageHeader
        title={
          <>
            <span translate="no">{corpus.name}</span> <GeneratedBadge corpus={corpus} />
          </>
        }
        lead={<span translate="no">{corpus.origin}</span>}
      >
        <a className="button" href={`/api/v1/corpora/${corpus.id}/file`}>
          {words('download')}
        </a>
      </PageHeader>
      {corpus.generated ? <Notice kind="warning">{words('generated')}</Notice> : null}
      <dl className={componentStyles['facts']}>
        <dt>{words('facts.languages')}</dt>
        <dd translate="no">
          {corpus.sourceLanguage} → {corpus.targetLanguage}
        </dd>
        <dt>{words('facts.pairs')}</dt>
        <dd>{words('facts.pairsText', { pairs: corpus.pairCount, sources: corpus.distinctSources })}</dd>
        <dt>{words('facts.leftOut')}</dt>
        <dd>{removedText(corpus.removed, corporaWords, formats)}</dd>
        <dt>{words('facts.licence')}</dt>
        <dd translate="no">{corpus.licence || absent}</dd>
        <dt>{words('facts.slug')}</dt>
        <dd>
          <code>{corpus.slug}</code>
        </dd>
        <dt>{words('facts.fingerprint')}</dt>
        <dd>
          <code>{corpus.fingerprint}</code> (SHA-256, {formats.bytes(corpus.bytes)})
        </dd>
        <dt>{words('facts.imported')}</dt>
        <dd>
          <Timestamp ms={corpus.createdAtMs} />
        </dd>
      </dl>
    </>
  );
}
