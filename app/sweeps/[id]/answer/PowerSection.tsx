'use client';
import { useId } from 'react';
import type { SweepAnswer } from '@/lib/domain/answer';
import { noiseText, powerTable } from '../../../answer/powerTable';
import styles from './answer.module.css';
import { useAnswerState } from './answerState';
import { PublicationView } from './PublicationView';
import { TopUpSeeds } from './TopUpSeeds';
import { useWriting } from './useWriting';

/** How many seeds it takes, and adding them. */
export function PowerSection({ answer }: { answer: SweepAnswer }) {
  const writing = useWriting();
  const { words, names } = writing;
  const [, setState] = useAnswerState();
  const id = useId();
  const change = ({ valueAsNumber: target }: HTMLInputElement) => {
    if (target > 0) void setState({ target });
  };
  const wanted = Math.max(0, ...answer.effects.map(({ moreSeeds }) => moreSeeds ?? 0));
  return (
    <section aria-labelledby="power" className={styles['section']}>
      <h2 id="power">{words('power.title')}</h2>
      <p className={styles['lead']}>{noiseText(answer, writing)}</p>
      <div className={styles['controls']}>
        <label htmlFor={id}>
          {words('power.target')} ({names.quantity(answer.metric.report)})
        </label>
        <input
          id={id}
          type="number"
          min="0.01"
          step="any"
          defaultValue={answer.target}
          onBlur={({ currentTarget }) => change(currentTarget)}
          onKeyDown={({ key, currentTarget }) => (key === 'Enter' ? change(currentTarget) : undefined)}
          className={styles['target']}
        />
        <TopUpSeeds suggested={Math.min(20, Math.max(1, wanted))} />
      </div>
      {answer.effects.length > 0 ? (
        <PublicationView table={powerTable(answer, writing)} labelledBy="power" />
      ) : null}
    </section>
  );
}
