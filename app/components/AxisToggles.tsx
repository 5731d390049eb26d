'use client';
import type { AxisChoice } from '../charts/series';
import styles from './components.module.css';

export function AxisToggles({ axes, onAxes }: { axes: AxisChoice; onAxes: (axes: AxisChoice) => void }) {
  return (
    <div className={styles['axes']}>
      <fieldset className={styles['segments']}>
        <legend className="visually-hidden">Horizontal axis</legend>
        {(['epoch', 'step'] as const).map((x) => (
          <button key={x} type="button" aria-pressed={axes.x === x} onClick={() => onAxes({ ...axes, x })}>
            {x}
          </button>
        ))}
      </fieldset>
      <label className={styles['check']}>
        <input
          type="checkbox"
          checked={axes.logY}
          onChange={(event) => onAxes({ ...axes, logY: event.currentTarget.checked })}
        />
        log y
      </label>
    </div>
  );
}
