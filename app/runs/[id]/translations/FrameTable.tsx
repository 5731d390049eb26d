import { useTranslations } from 'use-intl';
import type { Corpus } from '@/lib/domain/corpus';
import { nearestOf } from '../../../translations/alignment';
import { MarkedText } from '../../../translations/MarkedText';
import styles from '../run.module.css';
import type { Frame } from './film';

interface FrameTableProps {
  frames: readonly Frame[];
  corpus: Corpus;
  /** What is marked: what is new since the epoch before, or what is not the reference. */
  mark: 'changes' | 'differences';
}

/** Sentences of one epoch. */
export function FrameTable({ frames, corpus, mark }: FrameTableProps) {
  const words = useTranslations('translations');
  const runWords = useTranslations('run.translations');
  return (
    <table className={styles['frames']}>
      <caption className="visually-hidden">{runWords('caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{words('source')}</th>
          <th scope="col">{words('reference')}</th>
          <th scope="col">{words('translation')}</th>
        </tr>
      </thead>
      <tbody>
        {frames.map((frame, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a sentence may stand in a sample twice
          <tr key={`${index} ${frame.source}`}>
            <td lang={corpus.sourceLanguage} translate="no">
              {frame.source}
            </td>
            <td lang={corpus.targetLanguage} translate="no" className={styles['reference']}>
              {frame.references.map((reference) => (
                <div key={reference}>{reference}</div>
              ))}
            </td>
            <td>
              <MarkedText
                text={frame.hypothesis}
                against={mark === 'changes' ? frame.previous : nearestOf(frame.hypothesis, frame.references)}
                language={corpus.targetLanguage}
                showMissing={mark === 'differences'}
                references={frame.references}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
