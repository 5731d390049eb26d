'use client';
import { useTranslations } from 'use-intl';
import type { SweepAnswer } from '@/lib/domain/answer';
import { Select } from '../../../../components/ui/Select';
import { useNames } from '../../../../format/useFormats';
import { ComparedSentences } from './ComparedSentences';
import { pairChoice, takingPart } from './pairChoice';
import styles from './sentences.module.css';
import { useSentencesState } from './sentencesState';

/** Two variants on the same test sentences: how much of the doubt is of the sentences, and how much of the seeds. */
export function SentencesSection({ answer }: { answer: SweepAnswer }) {
  const words = useTranslations('sentences');
  const names = useNames();
  const [state, setState] = useSentencesState();
  const pair = pairChoice(answer, state);
  const options = takingPart(answer).map(({ index, levels }) => ({
    value: String(index),
    text: names.variant(levels),
  }));
  const isSameVariant = pair?.baseline.index === pair?.variant.index;
  return (
    <section className={styles['section']} aria-labelledby="sentences-title">
      <h2 id="sentences-title">{words('title')}</h2>
      <p className={styles['lead']}>{words('lead')}</p>
      {pair ? (
        <div className={styles['controls']}>
          <Select
            label={words('baseline')}
            value={String(pair.baseline.index)}
            options={options}
            onChange={(index) =>
              void setState({ sentenceBaseline: Number(index), sentenceVariant: pair.variant.index })
            }
          />
          <Select
            label={words('variant')}
            value={String(pair.variant.index)}
            options={options}
            onChange={(index) =>
              void setState({ sentenceBaseline: pair.baseline.index, sentenceVariant: Number(index) })
            }
          />
          {state.sentences ? null : (
            <button type="button" disabled={isSameVariant} onClick={() => void setState({ sentences: true })}>
              {words('compare')}
            </button>
          )}
        </div>
      ) : (
        <p className="soft">{words('tooFew')}</p>
      )}
      {isSameVariant && pair ? <p className="soft">{words('same')}</p> : null}
      {pair && state.sentences && !isSameVariant ? <ComparedSentences answer={answer} pair={pair} /> : null}
    </section>
  );
}
