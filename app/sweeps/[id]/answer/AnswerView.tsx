'use client';
import { useTranslations } from 'use-intl';
import { messageOf } from '../../../client/api';
import { useAnswer } from '../../../client/useAnswer';
import { Notice } from '../../../components/Notice';
import { ServerSentence } from '../../../components/ServerSentence';
import { Skeleton } from '../../../components/ui/Skeleton';
import { useFormats } from '../../../format/useFormats';
import { useSweep } from '../SweepProvider';
import { useSelection } from '../selection';
import { AblationSection } from './AblationSection';
import { AnovaSection } from './AnovaSection';
import styles from './answer.module.css';
import { useAnswerState } from './answerState';
import { BudgetSection, DataSection } from './CurveSections';
import { DownloadsSection } from './DownloadsSection';
import { EffectsSection, ImprovementSection, MainEffectsSection } from './EffectsSection';
import { InteractionsSection } from './InteractionsSection';
import { MethodSection } from './MethodSection';
import { OverfittingSection } from './OverfittingSection';
import { PowerSection } from './PowerSection';
import { SentencesSection } from './sentences/SentencesSection';
import { VerdictList } from './VerdictList';

/** Which change helped, by how much, and whether it is real. */
export function AnswerView() {
  const words = useTranslations('answer');
  const formats = useFormats();
  const { detail } = useSweep();
  const { baseline } = useSelection();
  const [{ target }] = useAnswerState();
  const { data, error } = useAnswer(detail, {
    ...(baseline !== undefined && { baseline }),
    ...(target !== null && target > 0 && { target }),
  });
  if (error) {
    return (
      <Notice kind="error">
        <ServerSentence>{messageOf(error)}</ServerSentence>
      </Notice>
    );
  }
  if (!data) {
    return (
      <div role="status">
        <p className="soft">{words('computing')}</p>
        <Skeleton lines={8} />
      </div>
    );
  }
  const isEmpty = data.counts.used === 0 || data.refusal !== null;
  return (
    <div className={styles['view']}>
      {data.counts.unfinished > 0 ? (
        <p className="soft">
          {words('soFar', { used: data.counts.used, unfinished: formats.count(data.counts.unfinished) })}
        </p>
      ) : null}
      <VerdictList answer={data} />
      {isEmpty ? null : (
        <>
          <EffectsSection answer={data} />
          <MainEffectsSection answer={data} />
          <InteractionsSection answer={data} />
          <AblationSection answer={data} />
          <SentencesSection answer={data} />
          <PowerSection answer={data} />
          <OverfittingSection answer={data} />
          <DataSection answer={data} />
          <BudgetSection answer={data} />
          <ImprovementSection answer={data} />
          <AnovaSection answer={data} />
        </>
      )}
      <MethodSection answer={data} />
      {isEmpty ? null : <DownloadsSection answer={data} />}
    </div>
  );
}
