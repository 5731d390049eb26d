import Link from 'next/link';
import type { SweepDetail } from '@/lib/domain/api';
import { answerOf } from './answer';
import styles from './sweep.module.css';

export function AnswerLine({ detail }: { detail: SweepDetail }) {
  const answer = answerOf(detail);
  const ended = detail.sweep.counts.queued + detail.sweep.counts.running === 0;
  return (
    <p className={styles['answer']}>
      {answer ? (
        <>
          {ended ? 'Best' : 'Best so far'}: <Link href={`/runs/${answer.runId}`}>{answer.variant}</Link>,{' '}
          <strong>{answer.score}</strong> <span className="soft">({answer.caveats.join('; ')})</span>
        </>
      ) : detail.sweep.comparisonProblem ? (
        <span className="soft">No best run is named. {detail.sweep.comparisonProblem}</span>
      ) : (
        <span className="soft">
          {ended
            ? 'No answer: no run was measured on validation.'
            : 'No answer yet: no run has been measured on validation.'}
        </span>
      )}
    </p>
  );
}
