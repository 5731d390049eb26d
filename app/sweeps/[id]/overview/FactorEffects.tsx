'use client';
import Link from 'next/link';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats, useNames } from '../../../format/useFormats';
import { useSweep } from '../SweepProvider';
import { EffectStrip } from './EffectStrip';
import { type FactorEffect, factorEffects } from './factorEffects';
import styles from './overview.module.css';

/** What each factor does by itself, at a glance: a dot a run, a line at the mean, the same axis for all factors. */
export function FactorEffects() {
  const words = useTranslations('sweep.effects');
  const names = useNames();
  const { detail } = useSweep();
  const effects = useMemo(() => factorEffects(detail), [detail]);
  const metric = detail.spec.objective.report;
  const sweep = `/sweeps/${detail.sweep.id}`;
  if (!effects || effects.factors.length === 0) return null;
  return (
    <section aria-labelledby="factor-effects">
      <h2 id="factor-effects">{words('title', { metric: names.metric(metric) })}</h2>
      <p className={styles['lead']}>
        {words('lead', { metric: names.metric(metric), sample: String(effects.ofSample) })}{' '}
        {words.rich('intervals', {
          seeds: detail.spec.seeds.length,
          link: (chunks) => <Link href={`${sweep}/answer#effects`}>{chunks}</Link>,
        })}
        {effects.cutShort > 0 ? ` ${words('cutShort', { count: effects.cutShort })}` : null}{' '}
        <Link href={`${sweep}/factors`}>{words('more')}</Link>
      </p>
      <div className={styles['strips']}>
        {effects.factors.map((effect) => (
          <figure key={effect.factor} className={styles['strip']}>
            <figcaption>
              <strong>{names.label(effect.factor)}</strong> <Difference effect={effect} metric={metric} />
            </figcaption>
            <EffectStrip effect={effect} range={effects.range} metric={metric} />
          </figure>
        ))}
      </div>
    </section>
  );
}

function Difference({ effect, metric }: { effect: FactorEffect; metric: string }) {
  const words = useTranslations('sweep.effects');
  const formats = useFormats();
  const names = useNames();
  const [first, second] = effect.levels;
  if (effect.difference === undefined || !first || !second) return null;
  return (
    <span className="soft">
      {words('difference', {
        from: names.level(effect.factor, first.level),
        to: names.level(effect.factor, second.level),
        difference: formats.delta(metric, effect.difference),
      })}
    </span>
  );
}
