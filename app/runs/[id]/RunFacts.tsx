import { Fragment } from 'react';
import type { RunDetail } from '@/lib/domain/api';
import { catalogue } from '@/lib/domain/config';
import componentStyles from '../../components/components.module.css';
import { levelText } from '../../format/levels';
import { formatCount } from '../../format/numbers';

export function RunFacts({ detail }: { detail: RunDetail }) {
  const { facts, config } = detail;
  return (
    <>
      <h2>Data</h2>
      {facts ? (
        <Facts
          rows={[
            ['training pairs', formatCount(facts.data.trainPairs)],
            ['validation pairs', formatCount(facts.data.validationPairs)],
            ['test pairs', formatCount(facts.data.testPairs)],
            ['training pairs longer than max length, left out', formatCount(facts.data.tooLongPairs)],
            ...cutRow(facts.data.cutPairs),
            ['source vocabulary', formatCount(facts.data.sourceVocabulary)],
            ['target vocabulary', formatCount(facts.data.targetVocabulary)],
            ['computed positions that are not padding', `${(facts.data.batchFill * 100).toFixed(1)} %`],
            ['corpus fingerprint', facts.data.corpusFingerprint ?? notRecorded],
            ['split', facts.data.splitHash ?? notRecorded],
            ['test split', facts.data.testHash],
            ['BLEU signature', facts.bleuSignature],
          ]}
        />
      ) : (
        <p className="soft">Known once the run has loaded its data.</p>
      )}
      <p className="small">
        Tokenizers of this run:{' '}
        {(['source', 'target'] as const).map((side) => (
          <Fragment key={side}>
            <a href={`/api/v1/runs/${detail.run.id}/artifacts/${side}-tokenizer`}>{side}</a>{' '}
          </Fragment>
        ))}
      </p>
      <h2>Configuration</h2>
      <Facts
        rows={catalogue.flatMap((entry) => {
          const value = Object.entries(config).find(([key]) => key === entry.key)?.[1];
          const unit = entry.unit && value !== 0 ? ` ${entry.unit}` : '';
          return value === undefined ? [] : [[entry.label, levelText(entry.key, value) + unit] as const];
        })}
      />
      {facts ? (
        <>
          <h2>Environment</h2>
          <Facts rows={Object.entries(facts.environment)} />
        </>
      ) : null}
    </>
  );
}

const notRecorded = 'not recorded by this run';

function cutRow(cut: NonNullable<RunDetail['facts']>['data']['cutPairs']): [string, string][] {
  if (!cut) return [];
  return [
    [
      'longer, cut for the model',
      `${formatCount(cut.validation)} of validation, ${formatCount(cut.test)} of test`,
    ],
  ];
}

function Facts({ rows }: { rows: readonly (readonly [string, string])[] }) {
  return (
    <dl className={componentStyles['facts']}>
      {rows.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
