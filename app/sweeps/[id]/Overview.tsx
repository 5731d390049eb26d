'use client';
import { Decisions } from './Decisions';
import { AnswerCard } from './overview/AnswerCard';
import { BestCurves } from './overview/BestCurves';
import { FactorEffects } from './overview/FactorEffects';
import { FailedRuns } from './overview/FailedRuns';
import styles from './overview/overview.module.css';
import { ProgressCard } from './overview/ProgressCard';
import { useSweep } from './SweepProvider';

/** The answer so far on the first screen, what is going on beside it, and what it rests on below. */
export function Overview() {
  const { detail } = useSweep();
  return (
    <div className={styles['grid']}>
      <div className={styles['column']}>
        <AnswerCard />
        <FactorEffects />
        <Decisions detail={detail} />
      </div>
      <div className={styles['column']}>
        <ProgressCard />
        <FailedRuns />
        <BestCurves />
      </div>
    </div>
  );
}
