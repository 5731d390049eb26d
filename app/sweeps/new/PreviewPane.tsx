'use client';
import type { PreviewResponse } from '@/lib/domain/api';
import { labelOf } from '@/lib/domain/config';
import { Notice } from '../../components/Notice';
import { formatInterval } from '../../format/estimates';
import { levelText } from '../../format/levels';
import { formatParameters, plural } from '../../format/numbers';
import styles from './form.module.css';
import type { Preview } from './usePreview';

/** The table shows this many variants; the count above it is of all of them. */
const mostRows = 100;

export function PreviewPane({ preview, formProblem }: { preview: Preview; formProblem: string | undefined }) {
  const { expansion, problem, pending } = preview;
  return (
    <section className={styles['preview']} aria-label="Preview" aria-busy={pending}>
      <h2>Preview</h2>
      <div aria-live="polite">
        {problem ? (
          <p className={styles['problem']}>This does not expand to a sweep yet: {problem.message}</p>
        ) : expansion ? (
          <Counts expansion={expansion} />
        ) : (
          <p className="soft">Expanding …</p>
        )}
      </div>
      {formProblem && formProblem !== problem?.message ? <Notice kind="error">{formProblem}</Notice> : null}
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
  const counts = expansion.variants.map((variant) => variant.parameterCount);
  const least = Math.min(...counts);
  const most = Math.max(...counts);
  return (
    <>
      <p className={styles['equation']}>
        {plural(expansion.variants.length, 'variant')} × {plural(expansion.spec.seeds.length, 'seed')} ={' '}
        <strong>{plural(expansion.runCount, 'run')}</strong>
      </p>
      {counts.length > 0 ? (
        <p className="soft">
          {least === most
            ? formatParameters(least)
            : `${formatParameters(least)} to ${formatParameters(most)}`}{' '}
          parameters each
        </p>
      ) : null}
      <Estimate expansion={expansion} />
      {expansion.spec.seeds.length === 1 ? (
        <p className="soft">One seed cannot tell a difference from noise; two or more can begin to.</p>
      ) : null}
    </>
  );
}

function Estimate({ expansion }: { expansion: PreviewResponse }) {
  const { wallMs, workers, basis } = expansion.estimate;
  if (!wallMs) return <p className="soft">{capitalized(basis)}.</p>;
  const { stopping, budget } = expansion.spec;
  const isUpperBound = stopping.kind !== 'none' || budget !== undefined;
  return (
    <p className={styles['estimate']}>
      {isUpperBound ? 'at most ' : null}
      {formatInterval(wallMs)} on {plural(workers, 'worker')} <span className="small soft">{basis}</span>
    </p>
  );
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function Dropped({ expansion }: { expansion: PreviewResponse }) {
  if (expansion.dropped.length === 0) return null;
  const reasons = new Map<string, number>();
  for (const { reason } of expansion.dropped) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return (
    <Notice kind="warning">
      {plural(expansion.dropped.length, 'combination')} left out:
      <ul className={styles['dropped']}>
        {[...reasons].map(([reason, count]) => (
          <li key={reason}>
            {reason}
            {count > 1 ? <span className="soft"> ({count} of them)</span> : null}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Variants({ expansion }: { expansion: PreviewResponse }) {
  const factors = Object.keys(expansion.variants[0]?.levels ?? {});
  return (
    <div className={styles['variants']}>
      <table>
        <thead>
          <tr>
            <th scope="col" className="number">
              #
            </th>
            {factors.map((key) => (
              <th key={key} scope="col">
                {labelOf(key)}
              </th>
            ))}
            <th scope="col" className="number">
              parameters
            </th>
          </tr>
        </thead>
        <tbody>
          {expansion.variants.slice(0, mostRows).map((variant) => (
            <tr key={variant.index}>
              <td className="number soft">{variant.index + 1}</td>
              {factors.map((key) => (
                <td key={key}>{levelText(key, variant.levels[key] ?? '')}</td>
              ))}
              <td className="number">{formatParameters(variant.parameterCount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {expansion.variants.length > mostRows ? (
        <p className="small soft">and {plural(expansion.variants.length - mostRows, 'more variant')}</p>
      ) : null}
    </div>
  );
}
