'use client';
import { useSyncExternalStore } from 'react';
import styles from './charts.module.css';
import type { Crosshair } from './crosshair';
import type { XAxis } from './series';

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
  if (positions.length === 0) return null;
  const index = x === undefined ? 0 : Math.max(0, positions.indexOf(x));
  return (
    <label className={styles['slider']}>
      Read the curves at {xAxis} {(positions[index] ?? 0).toFixed(xAxis === 'epoch' ? 1 : 0)}
      <input
        type="range"
        min={0}
        max={positions.length - 1}
        value={index}
        onChange={(event) => crosshair.set(positions[Number(event.currentTarget.value)])}
        onBlur={() => crosshair.set(undefined)}
      />
    </label>
  );
}
