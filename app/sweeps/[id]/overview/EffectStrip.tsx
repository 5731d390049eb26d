'use client';
import { useTranslations } from 'use-intl';
import { niceStep } from '../../../charts/extent';
import { useFormats, useNames } from '../../../format/useFormats';
import type { FactorEffect, LevelEffect } from './factorEffects';
import styles from './overview.module.css';

const left = 34;
const top = 10;
const plotHeight = 116;
const levelWidth = 76;
const bottom = 34;

/** One factor's levels side by side. For screen readers it is the table of its means. */
export function EffectStrip({
  effect,
  range,
  metric,
}: {
  effect: FactorEffect;
  range: readonly [number, number];
  metric: string;
}) {
  const words = useTranslations('sweep.effects');
  const formats = useFormats();
  const names = useNames();
  const step = niceStep(range[1] - range[0] || Math.abs(range[1]) || 1, 4);
  const low = Math.floor(range[0] / step) * step;
  const high = Math.max(low + step, Math.ceil(range[1] / step) * step);
  const ticks = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, at) => low + at * step);
  const y = (value: number) => top + plotHeight * (1 - (value - low) / (high - low));
  const width = left + levelWidth * effect.levels.length;
  return (
    <>
      <div className="scroll-x">
        <svg width={width} height={top + plotHeight + bottom} aria-hidden="true" className={styles['svg']}>
          {ticks.map((tick) => (
            <g key={tick}>
              <line x1={left} x2={width} y1={y(tick)} y2={y(tick)} className={styles['gridLine']} />
              <text x={left - 6} y={y(tick)} dy="0.32em" textAnchor="end" className={styles['tick']}>
                {formats.general(tick)}
              </text>
            </g>
          ))}
          {effect.levels.map((level, at) => (
            <LevelColumn
              key={String(level.level)}
              level={level}
              middle={left + levelWidth * (at + 0.5)}
              y={y}
              factor={effect.factor}
              metric={metric}
            />
          ))}
        </svg>
      </div>
      <table className="visually-hidden">
        <caption>{names.label(effect.factor)}</caption>
        <thead>
          <tr>
            <th scope="col">{names.label(effect.factor)}</th>
            <th scope="col">{words('mean', { metric: names.metric(metric) })}</th>
            <th scope="col">{words('runs')}</th>
          </tr>
        </thead>
        <tbody>
          {effect.levels.map(({ level, mean, runs }) => (
            <tr key={String(level)}>
              <th scope="row">{names.level(effect.factor, level)}</th>
              <td>{formats.metric(metric, mean)}</td>
              <td>{runs.length}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function LevelColumn({
  level: { level, runs, mean },
  middle,
  y,
  factor,
  metric,
}: {
  level: LevelEffect;
  middle: number;
  y: (value: number) => number;
  factor: string;
  metric: string;
}) {
  const words = useTranslations('sweep.effects');
  const formats = useFormats();
  const names = useNames();
  return (
    <g>
      {runs.map(({ run, value }, at) => (
        <circle
          key={run.id}
          // Beside each other in the order of the design, so that dots of one height stay apart.
          cx={middle - 22 + ((at * 7) % 22)}
          cy={y(value)}
          r="2.5"
          className={styles['dot']}
        >
          <title>{`${names.variant(run.levels)}: ${formats.metric(metric, value)}`}</title>
        </circle>
      ))}
      {mean === undefined ? null : (
        <>
          <line x1={middle - 26} x2={middle + 6} y1={y(mean)} y2={y(mean)} className={styles['mean']} />
          <text x={middle + 9} y={y(mean)} dy="0.32em" className={styles['value']}>
            {formats.metric(metric, mean)}
          </text>
        </>
      )}
      <text x={middle - 8} y={top + plotHeight + 16} textAnchor="middle" className={styles['level']}>
        {names.level(factor, level)}
      </text>
      <text x={middle - 8} y={top + plotHeight + 30} textAnchor="middle" className={styles['tick']}>
        {words('count', { count: runs.length })}
      </text>
    </g>
  );
}
