'use client';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import type { SentenceMetric } from '@/lib/domain/sentenceComparison';
import { useFormats, useNames } from '../../../../format/useFormats';
import { LuckFigure } from './LuckFigure';
import { findingOf, halfWidth, luckOf } from './luck';
import type { VariantPair } from './pairChoice';
import { SeedTable } from './SeedTable';
import styles from './sentences.module.css';
import { usePValue } from './usePValue';

/** One score: what is shown, which luck the doubt is of, and every seed. */
export function MetricLuck({ metric, pair }: { metric: SentenceMetric; pair: VariantPair }) {
  const words = useTranslations('sentences');
  const names = useNames();
  const id = useId();
  return (
    <section className={styles['metric']} aria-labelledby={id}>
      <h3 id={id}>{names.quantity(metric.metric)}</h3>
      <Found metric={metric} pair={pair} />
      <LuckFigure metric={metric} />
      <Doubt metric={metric} />
      <SeedTable metric={metric} pair={pair} />
      <details className="small">
        <summary>{words('signatures')}</summary>
        <ul className={styles['signatures']} translate="no">
          {signaturesOf(metric).map((signature) => (
            <li key={signature}>
              <code>{signature}</code>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

function Found({ metric, pair }: { metric: SentenceMetric; pair: VariantPair }) {
  const words = useTranslations('sentences');
  const formats = useFormats();
  const names = useNames();
  const pText = usePValue();
  const { both } = metric;
  const finding = findingOf(metric);
  const values = {
    variant: names.variant(pair.variant.levels),
    baseline: names.variant(pair.baseline.levels),
    size: formats.metric(metric.metric, Math.abs(both.value)),
    difference: formats.delta(metric.metric, both.value),
    metric: names.quantity(metric.metric),
    low: formats.metric(metric.metric, both.low ?? undefined),
    high: formats.metric(metric.metric, both.high ?? undefined),
    p: pText.inSentence(both.pValue),
  };
  const found = finding === 'not-shown' ? words('notShown', values) : words(finding, values);
  return (
    <p className={styles['found']}>
      {metric.perSeed.length === 1 ? words('after', { first: found, second: words('oneSeed') }) : found}
    </p>
  );
}

/** Which luck dominates, and what would help. */
function Doubt({ metric }: { metric: SentenceMetric }) {
  const words = useTranslations('sentences');
  const formats = useFormats();
  const luck = luckOf(metric);
  const { foreseen, both } = metric;
  if (luck === 'one-seed' || !foreseen) return <p className={styles['doubt']}>{words('doubt.oneSeed')}</p>;
  const outlook = words('foreseen', {
    now: formats.metric(metric.metric, halfWidth(both)),
    moreSeeds: foreseen.moreSeeds,
    withSeeds: formats.metric(metric.metric, foreseen.withMoreSeeds),
    times: foreseen.sentencesTimes,
    withSentences: formats.metric(metric.metric, foreseen.withMoreSentences),
  });
  return (
    <p className={styles['doubt']}>{words('after', { first: words(`doubt.${luck}`), second: outlook })}</p>
  );
}

function signaturesOf({ both, perSeed }: SentenceMetric): string[] {
  const [first] = perSeed;
  return [both.signature, ...(first ? [first.bootstrap.signature, first.randomization.signature] : [])];
}
