'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import type { RunRow } from '@/lib/domain/api';
import type { Corpus } from '@/lib/domain/corpus';
import { Swatch } from '../../../components/Swatch';
import { useFormats, useNames } from '../../../format/useFormats';
import { nearestOf } from '../../../translations/alignment';
import { MarkedText } from '../../../translations/MarkedText';
import { MarksLegend } from '../../../translations/MarksLegend';
import type { SentenceScorer } from '../../../translations/sentenceScores';
import { useLooks } from '../useLooks';
import type { Line, SentenceRow } from './sentenceRows';
import styles from './translations.module.css';

interface SentenceTableProps {
  rows: readonly SentenceRow[];
  /** Of all, those that a filter hides included. */
  sentenceCount: number;
  runs: readonly RunRow[];
  corpus: Corpus;
  epoch: number | undefined;
  /** What to hold translations against, by source sentence; without it, the reference that is nearest. */
  opponents: ReadonlyMap<string, string> | undefined;
  /** Without one, no scores. */
  scorer: SentenceScorer | undefined;
}

/** Each sentence with a line a run, as one table: the sentence heads its lines. */
export function SentenceTable(props: SentenceTableProps) {
  const { rows, sentenceCount, scorer } = props;
  const words = useTranslations('translations');
  const names = useNames();
  const formats = useFormats();
  const signatures = scorer?.signatures(rows[0]?.references ?? ['']);
  return (
    <>
      <p className={styles['legend']}>
        {words('sample.shown', { shown: formats.count(rows.length), count: sentenceCount })} ·{' '}
        <MarksLegend kind="differences" />
      </p>
      <table className={styles['sentences']} data-scored={scorer ? true : undefined}>
        <caption className="visually-hidden">{words('sample.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{words('variant')}</th>
            <th scope="col">{words('translation')}</th>
            {scorer ? (
              <>
                <th scope="col" className="number">
                  {names.quantity('test/bleu')}
                </th>
                <th scope="col" className="number">
                  {names.quantity('test/chrf')}
                </th>
              </>
            ) : null}
          </tr>
        </thead>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a sentence may stand in a sample twice
          <Sentence key={`${index} ${row.source}`} row={row} {...props} />
        ))}
      </table>
      {signatures ? (
        <p className="small soft">
          {words.rich('sample.signature', {
            bleu: () => <code>{signatures.bleu}</code>,
            chrf: () => <code>{signatures.chrf}</code>,
          })}
        </p>
      ) : null}
    </>
  );
}

function Sentence({
  row,
  runs,
  corpus,
  epoch,
  opponents,
  scorer,
}: { row: SentenceRow } & SentenceTableProps) {
  const words = useTranslations('translations');
  const opponent = opponents?.get(row.source);
  return (
    <tbody>
      <tr className={styles['sentence']}>
        <th scope="rowgroup" colSpan={scorer ? 4 : 2}>
          <span className="visually-hidden">{words('source')}: </span>
          <span className={styles['source']} lang={corpus.sourceLanguage} translate="no">
            {row.source}
          </span>
          {row.references.map((reference) => (
            <span key={reference} className={styles['reference']}>
              <span className="visually-hidden">{words('reference')}: </span>
              <span lang={corpus.targetLanguage} translate="no">
                {reference}
              </span>
            </span>
          ))}
        </th>
      </tr>
      {row.lines.map((line) => {
        const run = runs.find(({ id }) => id === line.runId);
        if (!run) return null;
        const against = opponents ? opponent : nearestOf(line.hypothesis, row.references);
        return (
          <tr key={line.runId}>
            <RunName run={run} epoch={line.epoch === epoch ? undefined : line.epoch} />
            <td className={styles['hypothesis']}>
              <MarkedText
                text={line.hypothesis}
                against={against}
                language={corpus.targetLanguage}
                references={row.references}
              />
            </td>
            {scorer ? <Scores line={line} references={row.references} scorer={scorer} /> : null}
          </tr>
        );
      })}
    </tbody>
  );
}

function RunName({ run, epoch }: { run: RunRow; epoch: number | undefined }) {
  const words = useTranslations('translations.sample');
  const names = useNames();
  const formats = useFormats();
  const look = useLooks();
  return (
    <th scope="row" className={styles['run']}>
      <Swatch look={look(run)} />{' '}
      <Link href={`/runs/${run.id}/translations`} title={names.variant(run.levels)}>
        {names.shortVariant(run.levels)}
      </Link>{' '}
      <span className="soft">
        {words('seed', { seed: run.seed })}
        {epoch === undefined ? null : `, ${words('ofEpoch', { epoch: formats.epoch(epoch) })}`}
      </span>
    </th>
  );
}

function Scores({
  line,
  references,
  scorer,
}: {
  line: Line;
  references: readonly string[];
  scorer: SentenceScorer;
}) {
  const formats = useFormats();
  const { bleu, chrf } = scorer.score(line.hypothesis, references);
  return (
    <>
      <td className="number">{formats.metric('test/bleu', bleu)}</td>
      <td className="number">{formats.metric('test/chrf', chrf)}</td>
    </>
  );
}
