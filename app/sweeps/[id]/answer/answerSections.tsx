import type { ReactNode } from 'react';
import type { SweepAnswer } from '@/lib/domain/answer';
import type { Words } from '../../../i18n/words';
import { AblationSection } from './AblationSection';
import { AnovaSection } from './AnovaSection';
import { BudgetSection, DataSection } from './CurveSections';
import { DownloadsSection } from './DownloadsSection';
import { EffectsSection, ImprovementSection, MainEffectsSection } from './EffectsSection';
import { InteractionsSection } from './InteractionsSection';
import { MethodSection } from './MethodSection';
import { OverfittingSection } from './OverfittingSection';
import { PowerSection } from './PowerSection';
import { SentencesSection } from './sentences/SentencesSection';

export interface AnswerSection {
  /** Of its heading: where a link leads. */
  id: string;
  title: string;
  content: ReactNode;
}

/** The parts of the page behind the verdicts, in their order: those that this answer has. */
export function answerSections(
  answer: SweepAnswer,
  { words, sentences }: { words: Words<'answer'>; sentences: Words<'sentences'> },
): AnswerSection[] {
  const isMeasured = answer.counts.used > 0 && answer.refusal === null;
  const hasEffects = answer.effects.length > 0;
  const part = (id: string, title: string, content: ReactNode, isThere = true) =>
    isThere ? [{ id, title, content }] : [];
  const results = [
    part('effects', words('effects.title'), <EffectsSection answer={answer} />),
    part('main-effects', words('main.title'), <MainEffectsSection answer={answer} />, hasEffects),
    part(
      'interactions',
      words('interactions.title'),
      <InteractionsSection answer={answer} />,
      answer.interactions.length > 0,
    ),
    part('variants', words('variants.title'), <AblationSection answer={answer} />),
    part('sentences-title', sentences('title'), <SentencesSection answer={answer} />),
    part('power', words('power.title'), <PowerSection answer={answer} />),
    part('overfitting', words('overfitting.title'), <OverfittingSection answer={answer} />),
    part('data', words('data.title'), <DataSection answer={answer} />, answer.learningCurve !== null),
    part(
      'budget',
      words('budget.title'),
      <BudgetSection answer={answer} />,
      (answer.budget?.points.length ?? 0) > 1,
    ),
    part('improvement', words('improvement.title'), <ImprovementSection answer={answer} />, hasEffects),
    part('anova', words('anova.title'), <AnovaSection answer={answer} />),
  ].flat();
  return [
    ...(isMeasured ? results : []),
    ...part('method', words('method.title'), <MethodSection answer={answer} />),
    ...part('downloads', words('downloads.title'), <DownloadsSection answer={answer} />, isMeasured),
  ];
}
