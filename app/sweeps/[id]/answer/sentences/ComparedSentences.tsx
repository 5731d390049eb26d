'use client';
import { useTranslations } from 'use-intl';
import type { SweepAnswer } from '@/lib/domain/answer';
import { messageOf } from '../../../../client/api';
import { Notice } from '../../../../components/Notice';
import { ServerSentence } from '../../../../components/ServerSentence';
import { Skeleton } from '../../../../components/ui/Skeleton';
import { useFormats } from '../../../../format/useFormats';
import { MetricLuck } from './MetricLuck';
import type { VariantPair } from './pairChoice';
import styles from './sentences.module.css';
import { useSentences } from './useSentences';

export function ComparedSentences({ answer, pair }: { answer: SweepAnswer; pair: VariantPair }) {
  const words = useTranslations('sentences');
  const formats = useFormats();
  const { data, error, isPending } = useSentences(answer.sweepId, pair, true);
  if (error) {
    return (
      <Notice kind="error">
        <ServerSentence>{messageOf(error)}</ServerSentence>
      </Notice>
    );
  }
  if (isPending) {
    return (
      <div className={styles['computing']}>
        <p className="soft" role="status">
          {words('computing')}
        </p>
        <Skeleton lines={4} />
      </div>
    );
  }
  return (
    <>
      <p className="small soft" role="status">
        {words('scope', {
          sentences: formats.count(data.sentences),
          seeds: data.seeds.length,
          list: formats.list(data.seeds.map(String)),
        })}
      </p>
      <div className={styles['metrics']}>
        {data.metrics.map((metric) => (
          <MetricLuck key={metric.metric} metric={metric} pair={pair} />
        ))}
      </div>
    </>
  );
}
