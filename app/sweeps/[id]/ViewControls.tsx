'use client';
import { lookOf } from '../../charts/palette';
import type { AxisChoice } from '../../charts/series';
import { AxisToggles } from '../../components/AxisToggles';
import { Swatch } from '../../components/Swatch';
import { factorsText } from '../../format/levels';
import styles from './sweep.module.css';
import { hasManyFactors, runKey, type VariantRuns } from './sweepSeries';

/** Axes, and the variants as legend: a click hides or shows the curves of all their seeds. */
export function ViewControls({
  variants,
  hidden,
  axes,
  onAxes,
  onShow,
}: {
  variants: readonly VariantRuns[];
  hidden: ReadonlySet<string>;
  axes: AxisChoice;
  onAxes: (axes: AxisChoice) => void;
  onShow: (keys: readonly string[], shown: boolean) => void;
}) {
  const all = variants.flatMap((variant) => variant.runs.map(runKey));
  const levels = variants[0]?.runs[0]?.levels;
  return (
    <div className={styles['controls']}>
      <AxisToggles axes={axes} onAxes={onAxes} />
      <fieldset className={styles['legend']}>
        <legend className="visually-hidden">Variants shown in the curves</legend>
        {levels && hasManyFactors(levels) ? (
          <p className={styles['legendKey']}>{factorsText(levels)}</p>
        ) : null}
        {variants.map((variant) => {
          const keys = variant.runs.map(runKey);
          const shown = keys.some((key) => !hidden.has(key));
          return (
            <button
              key={variant.variantIndex}
              type="button"
              title={variant.text}
              aria-pressed={shown}
              onClick={() => onShow(keys, !shown)}
            >
              <Swatch look={lookOf(variant.variantIndex)} />
              <span aria-hidden="true">{variant.shortText}</span>
              <span className="visually-hidden">{variant.text}</span>
            </button>
          );
        })}
        <button type="button" className="quiet" onClick={() => onShow(all, true)}>
          show all
        </button>
        <button type="button" className="quiet" onClick={() => onShow(all, false)}>
          hide all
        </button>
      </fieldset>
    </div>
  );
}
