'use client';
import { useTranslations } from 'use-intl';
import { dashOf } from '../../../charts/palette';
import { fileName, saveText } from '../../../charts/saveFile';
import { Swatch } from '../../../components/Swatch';
import { useNames } from '../../../format/useFormats';
import { useSweep } from '../SweepProvider';
import { useDesignedRuns, useSelection } from '../selection';
import { useColours } from '../useLooks';
import styles from './curves.module.css';
import { curvesCsv } from './curvesCsv';
import type { CurvePanelLines } from './useCurvePanels';
import type { CurvesState } from './useCurvesState';

/** Line and colour in words, what zoom leaves out of sight, and the view as a file. */
export function CurvesLegend({ state, panels }: { state: CurvesState; panels: readonly CurvePanelLines[] }) {
  const words = useTranslations('curves');
  const names = useNames();
  const { sweep } = useSweep().detail;
  const runs = useDesignedRuns();
  const { colour } = useSelection();
  const { legend } = useColours();
  const neutral = { hue: 6, marker: 'none' as const };
  const isFaceted = state.facets.rows !== undefined || state.facets.columns !== undefined;
  return (
    <div className={styles['legend']}>
      {legend.length > 0 ? (
        <ul aria-label={words('colourLegend', { factor: names.label(colour) })}>
          {legend.map(({ level, look }) => (
            <li key={String(level)}>
              <Swatch look={look} /> {names.variant({ [colour]: level })}
            </li>
          ))}
        </ul>
      ) : null}
      {isFaceted && state.splits.length > 1
        ? state.splits.map((split) => (
            <span key={split}>
              <Swatch look={neutral} dash={dashOf(`${split}/loss`)} /> {names.split(split)}
            </span>
          ))
        : null}
      {state.lines === 'seeds' ? null : <span>{words(`bandNote.${state.lines}`)}</span>}
      {state.smoothing.kind === 'none' ? null : <span>{words('smoothedNote')}</span>}
      {state.zoom ? (
        <button type="button" className="quiet" onClick={() => state.set({ zoom: null })}>
          {words('resetZoom')}
        </button>
      ) : null}
      <button
        type="button"
        className="quiet"
        disabled={panels.every(({ lines }) => lines.length === 0)}
        onClick={() =>
          saveText(
            curvesCsv(panels, runs, sweep.factors, state.axes.x),
            fileName(`${sweep.name} curves`, 'csv'),
            'text/csv',
          )
        }
      >
        {words('csv')}
      </button>
    </div>
  );
}
