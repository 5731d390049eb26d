'use client';
import { useTranslations } from 'use-intl';
import { IconButton } from '../components/ui/IconButton';
import styles from './charts.module.css';
import type { ParallelRanges } from './parallel';
import { type PlacedAxis, placeAtShare, rangeBetween, shareOf } from './parallelLayout';

const steps = 100;

/** Two sliders an axis: the chosen ranges without a mouse. */
export function ParallelRangeSliders({
  axes,
  ranges,
  onRange,
}: {
  axes: readonly PlacedAxis[];
  ranges: ParallelRanges;
  onRange: (key: string, range: [number, number] | undefined) => void;
}) {
  const words = useTranslations('charts');
  return (
    <details className={styles['asTable']}>
      <summary>{words('parallel.ranges')}</summary>
      <ul className={styles['rangeList']}>
        {axes
          .filter(({ domain }) => domain[1] > domain[0])
          .map((placed) => (
            <AxisSliders
              key={placed.axis.key}
              placed={placed}
              range={ranges[placed.axis.key]}
              onRange={(range) => onRange(placed.axis.key, range)}
            />
          ))}
      </ul>
    </details>
  );
}

function AxisSliders({
  placed,
  range,
  onRange,
}: {
  placed: PlacedAxis;
  range: readonly [number, number] | undefined;
  onRange: (range: [number, number] | undefined) => void;
}) {
  const words = useTranslations('charts');
  const { axis, domain } = placed;
  const count = axis.kind === 'category' ? domain[1] : steps;
  const toStep = (place: number) => Math.round(Math.min(1, Math.max(0, shareOf(place, placed))) * count);
  const [low, high] = range ? [toStep(range[0]), toStep(range[1])] : [0, count];
  // The end that stands still keeps its exact place, between two steps of its slider.
  const share = (end: 0 | 1) => (range ? shareOf(range[end], placed) : end);
  const text = (at: number) => {
    const place = placeAtShare(at, placed);
    return axis.kind === 'category' ? (axis.categories?.[Math.round(place)] ?? '') : axis.format(place);
  };
  const change = (from: number, to: number) => onRange(rangeBetween(from, to, placed));
  const slider = (label: string, value: number, end: 0 | 1, onStep: (step: number) => void) => (
    <input
      type="range"
      min={0}
      max={count}
      value={value}
      aria-label={label}
      aria-valuetext={text(share(end))}
      onChange={(event) => onStep(Number(event.currentTarget.value))}
    />
  );
  return (
    <li>
      <span>{axis.label}</span>
      {slider(words('parallel.from', { axis: axis.label }), low, 0, (step) =>
        change(Math.min(step / count, share(1)), share(1)),
      )}
      {slider(words('parallel.to', { axis: axis.label }), high, 1, (step) =>
        change(share(0), Math.max(step / count, share(0))),
      )}
      <span className={styles['sliderValue']} aria-hidden="true">
        {text(share(0))} – {text(share(1))}
      </span>
      <IconButton
        icon="reset"
        label={words('parallel.clearAxis', { axis: axis.label })}
        disabled={!range}
        onClick={() => onRange(undefined)}
      />
    </li>
  );
}
