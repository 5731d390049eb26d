'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { verdictSentences } from '../../../answer/verdictSentences';
import { useAnswer } from '../../../client/useAnswer';
import { useFormats, useNames } from '../../../format/useFormats';
import { answerOf } from '../answer';
import { useSweep } from '../SweepProvider';
import { useSelection } from '../selection';
import styles from './overview.module.css';

/** The answer so far, or why there is none. */
export function AnswerCard() {
  const words = useTranslations('sweep.answer');
  const formats = useFormats();
  const names = useNames();
  const { detail } = useSweep();
  const { id, counts, comparisonProblem } = detail.sweep;
  const answer = answerOf(detail, { words, names, formats });
  const hasEnded = counts.queued + counts.running === 0;
  const allFailed = counts.failed > 0 && counts.failed === detail.runs.length;
  return (
    <section className={styles['answer']} aria-label={words('label')}>
      {answer ? (
        <>
          <p className={styles['best']}>
            <span className="soft">{hasEnded ? words('best') : words('bestSoFar')}</span>{' '}
            <Link href={`/runs/${answer.runId}`}>{answer.variant}</Link>
          </p>
          <p className={styles['score']}>{answer.score}</p>
          <ul className={styles['caveats']}>
            {answer.caveats.map((caveat) => (
              <li key={caveat}>{caveat}</li>
            ))}
          </ul>
          <Verdicts />
          <p className="small">
            <Link href={`/sweeps/${id}/answer`}>{words('toAnswer')}</Link>
            {' · '}
            <Link href={`/sweeps/${id}/table`}>{words('toTable')}</Link>
            {' · '}
            <Link href={`/sweeps/${id}/translations`}>{words('toTranslations')}</Link>
          </p>
        </>
      ) : (
        <>
          <p className={styles['best']}>{allFailed ? words('allFailed') : words('none')}</p>
          {comparisonProblem ? (
            <p className="soft">
              {words('notComparable')}{' '}
              <span lang="en" translate="no">
                {comparisonProblem}
              </span>
            </p>
          ) : (
            <p className="soft">
              {allFailed ? words('allFailedHelp') : hasEnded ? words('neverMeasured') : words('notYet')}
            </p>
          )}
        </>
      )}
    </section>
  );
}

/** How many of the answer's sentences there is room for. */
const mostSentences = 5;

/** The first verdicts of the answer; nothing while it is computed, so that the page does not jump twice. */
function Verdicts() {
  const words = useTranslations('verdicts');
  const answerWords = useTranslations('sweep.answer');
  const formats = useFormats();
  const names = useNames();
  const { detail } = useSweep();
  const { baseline } = useSelection();
  const { data } = useAnswer(detail, baseline === undefined ? {} : { baseline });
  if (!data) return null;
  // Above is the best run, and how it was chosen. Over several seeds the best variant may be another one's.
  const isSaidAbove = (key: string) => key.startsWith('fact') || (key === 'best' && data.seeds.length < 2);
  const sentences = verdictSentences(data, { words, names, formats })
    .filter(({ key }) => !isSaidAbove(key))
    .slice(0, mostSentences);
  return (
    <>
      {data.seeds.length > 0 ? (
        <p className={styles['shows']}>{answerWords('shows', { count: data.seeds.length })}</p>
      ) : null}
      <ul className={styles['verdicts']}>
        {sentences.map(({ key, text, anchor }) => (
          <li key={key}>
            <Link href={`/sweeps/${detail.sweep.id}/answer#${anchor}`}>{text}</Link>
          </li>
        ))}
      </ul>
    </>
  );
}
