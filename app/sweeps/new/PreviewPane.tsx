'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { PreviewResponse } from '@/lib/domain/api';
import { Notice } from '../../components/Notice';
import { ServerSentence } from '../../components/ServerSentence';
import { useFormats, useNames } from '../../format/useFormats';
import { EstimateReasons } from '../EstimateReasons';
import styles from './form.module.css';
import type { FieldProblem, Preview } from './usePreview';

/** The table shows this many variants until more are asked for; the count above it is of all of them. */
const fewRows = 100;

export function PreviewPane({
  preview,
  problem,
  refusal,
}: {
  preview: Preview;
  /** What keeps the form from being a sweep. */
  problem: FieldProblem;
  /** What the server said when the sweep was launched. */
  refusal: string | undefined;
}) {
  const words = useTranslations('newSweep.preview');
  const { expansion, pending } = preview;
  return (
    <section className={styles['preview']} aria-label={words('title')} aria-busy={pending}>
      <h2>{words('title')}</h2>
      <div aria-live="polite">
        {problem ? (
          <p className={styles['problem']}>
            {words('notYet')} {problem}
          </p>
        ) : expansion ? (
          <Counts expansion={expansion} />
        ) : (
          <p className="soft">{words('expanding')}</p>
        )}
      </div>
      {refusal && refusal !== preview.problem?.message ? (
        <Notice kind="error">
          <ServerSentence>{refusal}</ServerSentence>
        </Notice>
      ) : null}
      {expansion ? (
        <div className={styles['stale']} data-stale={problem ? true : undefined}>
          <Dropped expansion={expansion} />
          <Variants expansion={expansion} />
        </div>
      ) : null}
    </section>
  );
}

function Counts({ expansion }: { expansion: PreviewResponse }) {
  const words = useTranslations('newSweep.preview');
  const formats = useFormats();
  const counts = expansion.variants.map((variant) => variant.parameterCount);
  const least = Math.min(...counts);
  const most = Math.max(...counts);
  return (
    <>
      <p className={styles['equation']}>
        {words.rich('equation', {
          variants: expansion.variants.length,
          seeds: expansion.spec.seeds.length,
          runs: expansion.runCount,
          strong: (chunks) => <strong>{chunks}</strong>,
        })}
      </p>
      {counts.length === 0 ? null : (
        <p className="soft">
          {least === most
            ? words('parameters', { count: formats.parameters(least) })
            : words('parameterRange', {
                least: formats.parameters(least),
                most: formats.parameters(most),
              })}
        </p>
      )}
      <Estimate expansion={expansion} />
      {expansion.spec.seeds.length === 1 ? <p className="soft">{words('oneSeed')}</p> : null}
    </>
  );
}

function Estimate({ expansion }: { expansion: PreviewResponse }) {
  const words = useTranslations('newSweep.preview');
  const formats = useFormats();
  const { wallMs, workers } = expansion.estimate;
  const isUpperBound = expansion.spec.stopping.kind !== 'none' || expansion.spec.budget !== undefined;
  return (
    <p className={styles['estimate']}>
      {wallMs
        ? words(isUpperBound ? 'estimateAtMost' : 'estimate', { interval: formats.interval(wallMs), workers })
        : null}
      <span className="small soft">
        <EstimateReasons estimate={expansion.estimate} isSentence />
      </span>
    </p>
  );
}

function Dropped({ expansion }: { expansion: PreviewResponse }) {
  const words = useTranslations('newSweep.preview');
  if (expansion.dropped.length === 0) return null;
  const reasons = new Map<string, number>();
  for (const { reason } of expansion.dropped) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return (
    <Notice kind="warning">
      {words('leftOut', { count: expansion.dropped.length })}
      <ul className={styles['dropped']}>
        {[...reasons].map(([reason, count]) => (
          <li key={reason}>
            <ServerSentence>{reason}</ServerSentence>
            {count > 1 ? <span className="soft"> {words('ofThem', { count })}</span> : null}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Variants({ expansion }: { expansion: PreviewResponse }) {
  const words = useTranslations('newSweep.preview');
  const formats = useFormats();
  const names = useNames();
  const [isWhole, setIsWhole] = useState(false);
  const { variants } = expansion;
  const factors = Object.keys(variants[0]?.levels ?? {});
  const shown = isWhole ? variants : variants.slice(0, fewRows);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles['variants']} aria-label={words('variants')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col" className="number">
              <span className="visually-hidden">{words('variant')}</span>
              <span aria-hidden="true">#</span>
            </th>
            {factors.map((key) => (
              <th key={key} scope="col">
                {names.label(key)}
              </th>
            ))}
            <th scope="col" className="number">
              {words('parameterColumn')}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((variant) => (
            <tr key={variant.index}>
              <td className="number soft">{formats.count(variant.index + 1)}</td>
              {factors.map((key) => (
                <td key={key}>{names.level(key, variant.levels[key] ?? '')}</td>
              ))}
              <td className="number">{formats.parameters(variant.parameterCount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < variants.length ? (
        <button type="button" className="quiet" onClick={() => setIsWhole(true)}>
          {words('showAll', { count: variants.length - shown.length })}
        </button>
      ) : null}
    </section>
  );
}
