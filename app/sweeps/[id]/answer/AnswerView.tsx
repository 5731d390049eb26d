'use client';
import { Fragment } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '../../../client/api';
import { useAnswer } from '../../../client/useAnswer';
import { Notice } from '../../../components/Notice';
import { ServerSentence } from '../../../components/ServerSentence';
import { Skeleton } from '../../../components/ui/Skeleton';
import { useFormats } from '../../../format/useFormats';
import { useSweep } from '../SweepProvider';
import { useSelection } from '../selection';
import styles from './answer.module.css';
import { answerSections } from './answerSections';
import { useAnswerState } from './answerState';
import { Contents } from './Contents';
import { VerdictList } from './VerdictList';

/** Which change helped, by how much, and whether it is real. */
export function AnswerView() {
  const words = useTranslations('answer');
  const sentences = useTranslations('sentences');
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
  const sections = answerSections(data, { words, sentences });
  return (
    <div className={styles['page']}>
      <div className={styles['verdictsFirst']}>
        {data.counts.unfinished > 0 ? (
          <p className="soft">
            {words('soFar', { used: data.counts.used, unfinished: formats.count(data.counts.unfinished) })}
          </p>
        ) : null}
        <VerdictList answer={data} />
      </div>
      <Contents title={words('contents')} sections={sections} />
      <div className={styles['view']}>
        {sections.map(({ id, content }) => (
          <Fragment key={id}>{content}</Fragment>
        ))}
      </div>
    </div>
  );
}
