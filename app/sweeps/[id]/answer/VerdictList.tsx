'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import type { SweepAnswer } from '@/lib/domain/answer';
import { verdictSentences } from '../../../answer/verdictSentences';
import { ServerSentence } from '../../../components/ServerSentence';
import { Icon } from '../../../components/ui/Icon';
import { useFormats, useNames } from '../../../format/useFormats';
import styles from './answer.module.css';

const toneIcons = { shown: 'check', notShown: 'minus', fact: 'info' } as const;

/** The verdicts, each with a link to the figure that shows it; then how they came about. */
export function VerdictList({ answer }: { answer: SweepAnswer }) {
  const words = useTranslations('answer');
  const verdictWords = useTranslations('verdicts');
  const names = useNames();
  const formats = useFormats();
  const sentences = verdictSentences(answer, { words: verdictWords, names, formats });
  const isFact = ({ key }: { key: string }) => key.startsWith('fact');
  return (
    <section aria-labelledby="verdicts-title">
      <h2 id="verdicts-title">{words('verdicts')}</h2>
      <ol className={styles['verdicts']}>
        {sentences
          .filter((sentence) => !isFact(sentence))
          .map(({ key, text, anchor, tone }) => (
            <li key={key} data-tone={tone}>
              <span className={styles['tone']}>
                <Icon name={toneIcons[tone]} />
                <span className="visually-hidden">{words(`tones.${tone}`)}: </span>
              </span>
              <Link href={`#${anchor}`} replace scroll>
                {text}
              </Link>
            </li>
          ))}
      </ol>
      {answer.refusal === null ? null : (
        <p>
          <ServerSentence>{answer.refusal}</ServerSentence>
        </p>
      )}
      <ul className={styles['facts']}>
        {sentences.filter(isFact).map(({ key, text }) => (
          <li key={key}>{text}</li>
        ))}
      </ul>
    </section>
  );
}
