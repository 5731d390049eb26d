'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import type { SentenceMetric } from '@/lib/domain/sentenceComparison';
import { ScrollX } from '../../../../components/ScrollX';
import { absent } from '../../../../format/formats';
import { useFormats, useNames } from '../../../../format/useFormats';
import { runKey } from '../../runKey';
import { useSweep } from '../../SweepProvider';
import { isSame } from './luck';
import type { VariantPair } from './pairChoice';
import styles from './sentences.module.css';
import { usePValue } from './usePValue';

/** Both tests of each seed, as sacreBLEU has them, and the way to the sentences themselves. */
export function SeedTable({ metric, pair }: { metric: SentenceMetric; pair: VariantPair }) {
  const words = useTranslations('sentences');
  const formats = useFormats();
  const names = useNames();
  const pText = usePValue();
  const { sweep } = useSweep().detail;
  const score = (value: number | null) => formats.metric(metric.metric, value ?? undefined);
  const quantity = names.quantity(metric.metric);
  const hrefOf = (seed: number) => {
    const [a, b] = [pair.variant, pair.baseline].map(({ index }) => runKey({ variantIndex: index, seed }));
    return `/sweeps/${sweep.id}/translations?${new URLSearchParams({ part: 'whole', a: a ?? '', b: b ?? '' })}`;
  };
  return (
    <ScrollX label={words('perSeed', { metric: quantity })}>
      <table className={styles['seeds']}>
        <caption className={styles['caption']}>{words('perSeed', { metric: quantity })}</caption>
        <thead>
          <tr>
            <th scope="col">{words('seed')}</th>
            <th scope="col" className="number">
              {words('baseline')}
            </th>
            <th scope="col" className="number">
              {words('variant')}
            </th>
            <th scope="col" className="number">
              {words('difference')}
            </th>
            <th scope="col" className="number" title={words('bootstrapHelp')}>
              {words('bootstrap')}
            </th>
            <th scope="col" className="number" title={words('randomizationHelp')}>
              {words('randomization')}
            </th>
            <th scope="col">{words('translations')}</th>
          </tr>
        </thead>
        <tbody>
          {metric.perSeed.map(({ seed, baseline, variant, difference, bootstrap, randomization }) => (
            <tr key={seed}>
              <th scope="row">{String(seed)}</th>
              <td className="number">{score(baseline)}</td>
              <td className="number">{score(variant)}</td>
              <td className="number">
                {formats.delta(metric.metric, difference.value)}{' '}
                <span className="soft">
                  [{score(difference.low)}, {score(difference.high)}]
                </span>
              </td>
              <td className="number">{isSame(difference) ? absent : pText.inCell(bootstrap.pValue)}</td>
              <td className="number">{isSame(difference) ? absent : pText.inCell(randomization.pValue)}</td>
              <td>
                <Link href={hrefOf(seed)} className={styles['link']}>
                  {words('read')}
                  <span className="visually-hidden"> {words('readSeed', { seed: String(seed) })}</span>
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}
