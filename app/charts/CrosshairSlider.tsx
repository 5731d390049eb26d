'use client';
import { useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '../format/useFormats';
import styles from './charts.module.css';
import type { Crosshair } from './crosshair';
import { nearestPosition, type XAxis } from './series';
import { positionText } from './xAxis';

/** Moves the crosshair of all charts from the keyboard; it comes into sight when it has the focus. */
export function CrosshairSlider({
  crosshair,
  positions,
  xAxis,
}: {
  crosshair: Crosshair;
  positions: readonly number[];
  xAxis: XAxis;
}) {
  const x = useSyncExternalStore(crosshair.subscribe, crosshair.get, () => undefined);
  const words = useTranslations('charts');
  const formats = useFormats();
  if (positions.length === 0) return null;
  const at = x === undefined ? positions[0] : nearestPosition(positions, x);
  const text = positionText(at ?? 0, xAxis, words, formats);
  return (
    <label className={styles['slider']}>
      <span>{words('readAt')}</span>
      <input
        type="range"
        min={0}
        max={positions.length - 1}
        value={Math.max(0, positions.indexOf(at ?? 0))}
        aria-valuetext={text}
        onChange={(event) => crosshair.set(positions[Number(event.currentTarget.value)])}
        onBlur={() => crosshair.set(undefined)}
      />
      <span className={styles['sliderValue']} aria-hidden="true">
        {text}
      </span>
    </label>
  );
}
