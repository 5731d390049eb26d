'use client';
import type { SweepAnswer } from '@/lib/domain/answer';
import { EffectsFigure, ImprovementFigure, mainEffectPanels } from '../../../answer/figures';
import styles from './answer.module.css';
import { Figure } from './Figure';
import { useWriting } from './useWriting';

interface SectionProps {
  answer: SweepAnswer;
}

export function EffectsSection({ answer }: SectionProps) {
  const writing = useWriting();
  const { words } = writing;
  return (
    <section aria-labelledby="effects" className={styles['section']}>
      <h2 id="effects">{words('effects.title')}</h2>
      <p className={styles['lead']}>
        {answer.effects.length > 0 ? words('effects.lead') : words('effects.none')}
      </p>
      {answer.effects.length > 0 ? (
        <Figure title={words('effects.title')}>
          {(width) => <EffectsFigure answer={answer} writing={writing} width={width} />}
        </Figure>
      ) : null}
    </section>
  );
}

const panelWidth = 240;

export function MainEffectsSection({ answer }: SectionProps) {
  const writing = useWriting();
  const { words } = writing;
  return (
    <section aria-labelledby="main-effects" className={styles['section']}>
      <h2 id="main-effects">{words('main.title')}</h2>
      <p className={styles['lead']}>{words('main.lead')}</p>
      <Figure title={words('main.title')} isOfPanels>
        {() => mainEffectPanels({ answer, writing, width: panelWidth })}
      </Figure>
    </section>
  );
}

export function ImprovementSection({ answer }: SectionProps) {
  const writing = useWriting();
  const { words } = writing;
  return (
    <section aria-labelledby="improvement" className={styles['section']}>
      <h2 id="improvement">{words('improvement.title')}</h2>
      <p className={styles['lead']}>{words('improvement.lead')}</p>
      <Figure title={words('improvement.title')} most={700}>
        {(width) => <ImprovementFigure answer={answer} writing={writing} width={width} />}
      </Figure>
    </section>
  );
}
