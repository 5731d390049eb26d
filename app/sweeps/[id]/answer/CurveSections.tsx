'use client';
import type { SweepAnswer } from '@/lib/domain/answer';
import { BudgetFigure, LearningCurveFigure } from '../../../answer/figures';
import styles from './answer.module.css';
import { Figure } from './Figure';
import { useWriting } from './useWriting';

const most = 640;

export function DataSection({ answer }: { answer: SweepAnswer }) {
  const writing = useWriting();
  const { words } = writing;
  return (
    <section aria-labelledby="data" className={styles['section']}>
      <h2 id="data">{words('data.title')}</h2>
      <p className={styles['lead']}>{words('data.lead')}</p>
      <Figure title={words('data.title')} most={most}>
        {(width) => <LearningCurveFigure answer={answer} writing={writing} width={width} />}
      </Figure>
    </section>
  );
}

export function BudgetSection({ answer }: { answer: SweepAnswer }) {
  const writing = useWriting();
  const { words, names } = writing;
  if (!answer.budget) return null;
  return (
    <section aria-labelledby="budget" className={styles['section']}>
      <h2 id="budget">{words('budget.title')}</h2>
      <p className={styles['lead']}>{words('budget.lead', { metric: names.metric(answer.budget.metric) })}</p>
      <Figure title={words('budget.title')} most={most}>
        {(width) => <BudgetFigure answer={answer} writing={writing} width={width} />}
      </Figure>
    </section>
  );
}
