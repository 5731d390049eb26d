'use client';
import { type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl';
import { type Smoothing, type SmoothingKind, smoothingKinds } from '@/lib/series/smooth';
import { type AxisChoice, type XAxis, xAxes } from '../charts/series';
import { useFormats } from '../format/useFormats';
import { amountRanges } from '../sweeps/[id]/curves/curvesState';
import styles from './axisControls.module.css';
import { Check } from './ui/Check';
import { Select } from './ui/Select';

interface AxisControlsProps {
  axes: AxisChoice;
  onAxes: (axes: AxisChoice) => void;
  /** Which x axes are offered; without it, all. */
  offered?: readonly XAxis[];
  smoothing?: Smoothing;
  /** `isSliding`: the slider is being moved, which makes no entry in the browser's history. */
  onSmoothing?: (smoothing: Smoothing, isSliding: boolean) => void;
  children?: ReactNode;
}

/** How curves of one page are drawn: axes and smoothing. */
export function AxisControls(props: AxisControlsProps) {
  const { axes, onAxes, offered = xAxes, smoothing, onSmoothing, children } = props;
  const words = useTranslations('curves');
  const formats = useFormats();
  const id = useId();
  const range = smoothing && smoothing.kind !== 'none' ? amountRanges[smoothing.kind] : undefined;
  return (
    <div className={styles['controls']}>
      <Select<XAxis>
        label={words('axis')}
        value={axes.x}
        options={offered.map((x) => ({ value: x, text: words(`axes.${x}`) }))}
        onChange={(x) => onAxes({ ...axes, x })}
      />
      <Check checked={axes.logX ?? false} onChange={(logX) => onAxes({ ...axes, logX })}>
        {words('logX')}
      </Check>
      <Check checked={axes.logY} onChange={(logY) => onAxes({ ...axes, logY })}>
        {words('logY')}
      </Check>
      {smoothing && onSmoothing ? (
        <Select<SmoothingKind>
          label={words('smoothing')}
          value={smoothing.kind}
          options={smoothingKinds.map((kind) => ({ value: kind, text: words(`smoothings.${kind}`) }))}
          onChange={(kind) =>
            onSmoothing({ kind, amount: kind === 'none' ? 0 : amountRanges[kind].start }, false)
          }
        />
      ) : null}
      {smoothing && smoothing.kind !== 'none' && onSmoothing && range ? (
        <span className={styles['slider']}>
          <label htmlFor={id}>{words(`amounts.${smoothing.kind}`)}</label>
          <input
            id={id}
            type="range"
            min={range.min}
            max={range.max}
            step={range.step}
            value={smoothing.amount}
            onChange={(event) =>
              onSmoothing({ kind: smoothing.kind, amount: Number(event.currentTarget.value) }, true)
            }
          />
          <output htmlFor={id}>{formats.general(smoothing.amount)}</output>
        </span>
      ) : null}
      {children}
    </div>
  );
}
