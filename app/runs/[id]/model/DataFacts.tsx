import { useTranslations } from 'use-intl';
import type { RunDetail } from '@/lib/domain/api';
import { useFormats } from '../../../format/useFormats';
import { FactList } from './FactList';

const sides = ['source', 'target'] as const;

/** What the run was trained and tested on, so that another can be told to be the same. */
export function DataFacts({ detail }: { detail: RunDetail }) {
  const words = useTranslations('run.model');
  const formats = useFormats();
  const { facts, run } = detail;
  if (!facts) return <p className="soft">{words('facts.dataLater')}</p>;
  const { data } = facts;
  const hash = (value: string | null) =>
    value === null ? words('facts.notRecorded') : <code translate="no">{value}</code>;
  const count = (name: string, value: number) => ({ name, value: formats.count(value) });
  return (
    <>
      <FactList
        facts={[
          count(words('facts.trainPairs'), data.trainPairs),
          count(words('facts.validationPairs'), data.validationPairs),
          count(words('facts.testPairs'), data.testPairs),
          count(words('facts.tooLong'), data.tooLongPairs),
          ...(data.cutPairs
            ? [
                {
                  name: words('facts.cut'),
                  value: words('facts.cutValue', {
                    validation: formats.count(data.cutPairs.validation),
                    test: formats.count(data.cutPairs.test),
                  }),
                },
              ]
            : []),
          count(words('facts.sourceVocabulary'), data.sourceVocabulary),
          count(words('facts.targetVocabulary'), data.targetVocabulary),
          ...(typeof data.targetTokensPerEpoch === 'number'
            ? [count(words('facts.tokensPerEpoch'), data.targetTokensPerEpoch)]
            : []),
          { name: words('facts.batchFill'), value: formats.percent(data.batchFill) },
          { name: words('facts.fingerprint'), value: hash(data.corpusFingerprint) },
          { name: words('facts.split'), value: hash(data.splitHash) },
          { name: words('facts.test'), value: hash(data.testHash) },
          { name: words('facts.bleu'), value: <code translate="no">{facts.bleuSignature}</code> },
        ]}
      />
      <p>
        <span className="soft">{words('tokenizersText')}</span>{' '}
        {sides.map((side) => (
          <a
            key={side}
            className="button quiet"
            href={`/api/v1/runs/${run.id}/artifacts/${side}-tokenizer`}
            download
          >
            {words(side)}
          </a>
        ))}
      </p>
    </>
  );
}
