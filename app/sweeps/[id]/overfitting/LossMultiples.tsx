'use client';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { CurvesResponse } from '@/lib/domain/api';
import { ChartPanel } from '../../../charts/ChartPanel';
import { CrosshairSlider } from '../../../charts/CrosshairSlider';
import { createCrosshair } from '../../../charts/crosshair';
import { sharedExtent } from '../../../charts/extent';
import { positionsOf } from '../../../charts/series';
import { Check } from '../../../components/ui/Check';
import { Select } from '../../../components/ui/Select';
import { useNames } from '../../../format/useFormats';
import { FacetGrids } from '../curves/FacetGrids';
import { linesOf } from '../curves/runLines';
import { useCurvePanels, useLineChoice } from '../curves/useCurvePanels';
import { type CurvesState, useCurvesState } from '../curves/useCurvesState';
import { runKey } from '../runKey';
import { useSweep } from '../SweepProvider';
import { useDesignedRuns, useSelection } from '../selection';
import { hasManyFactors, placedVariantText, variantRows } from '../variantRows';
import styles from './overfitting.module.css';

const firstPanels = 12;
const lossMetrics = ['train/loss', 'test/loss'];

/** Does test loss turn upwards while train loss keeps falling? A small panel a variant, or a grid by factors. */
export function LossMultiples({
  curves,
  highlighted,
}: {
  curves: CurvesResponse;
  highlighted: number | undefined;
}) {
  const words = useTranslations('overfitting');
  const curveWords = useTranslations('curves');
  const names = useNames();
  const { factors } = useSweep().detail.sweep;
  const runs = useDesignedRuns();
  const { hidden } = useSelection();
  const chosen = useCurvesState();
  const x = chosen.axes.x === 'time' ? 'epoch' : chosen.axes.x;
  const { logY } = chosen.axes;
  const axes = useMemo(() => ({ x, logY }), [x, logY]);
  const state: CurvesState = { ...chosen, axes, quantities: ['loss'], splits: ['train', 'test'], zoom: null };
  const isFaceted = state.facets.rows !== undefined || state.facets.columns !== undefined;
  const panels = useCurvePanels({ runs, curves, hidden, state, metrics: lossMetrics });
  const options = [
    { value: '', text: curveWords('noFacet') },
    ...factors.map((key) => ({ value: key, text: names.label(key) })),
  ];
  const [firstRun] = runs;
  return (
    <section aria-labelledby="overfitting-multiples">
      <h2 id="overfitting-multiples">{words('multiples')}</h2>
      <p className={styles['lead']}>
        {words('multiplesLead')}
        {firstRun && hasManyFactors(firstRun.levels) && !isFaceted
          ? ` ${words('panelsAre', { factors: names.factors(firstRun.levels) })}`
          : null}
      </p>
      <div className={styles['controls']}>
        <Check checked={logY} onChange={(logy) => chosen.set({ logy })}>
          {curveWords('logY')}
        </Check>
        {factors.length > 0 ? (
          <>
            <Select
              label={curveWords('facetRows')}
              value={state.facets.rows ?? ''}
              options={options}
              onChange={(fr) => chosen.set({ fr: fr || null })}
            />
            <Select
              label={curveWords('facetColumns')}
              value={state.facets.columns ?? ''}
              options={options.filter(({ value }) => value === '' || value !== state.facets.rows)}
              onChange={(fc) => chosen.set({ fc: fc || null })}
            />
          </>
        ) : null}
      </div>
      {isFaceted ? (
        <FacetGrids state={state} panels={panels} runs={runs} highlighted={highlighted} />
      ) : (
        <VariantPanels state={state} curves={curves} />
      )}
    </section>
  );
}

function VariantPanels({ state, curves }: { state: CurvesState; curves: CurvesResponse }) {
  const words = useTranslations('overfitting');
  const names = useNames();
  const { detail } = useSweep();
  const { hidden } = useSelection();
  const [crosshair] = useState(createCrosshair);
  const [all, setAll] = useState(false);
  const { axes } = state;
  const choice = useLineChoice({ axes, smoothing: state.smoothing, lines: 'seeds' });
  const { panels, extent, positions } = useMemo(() => {
    const built = variantRows(detail.runs.filter((run) => !hidden.has(runKey(run)))).map((variant) => ({
      variant,
      lines: lossMetrics.flatMap((metric) =>
        linesOf(variant.runs, curves, metric, choice).map((line) => {
          const result = variant.runs.find(({ seed }) => seed === line.seed)?.result;
          const best = axes.x === 'epoch' ? result?.bestEpoch : axes.x === 'step' ? result?.bestStep : null;
          const split = names.split(metric);
          return {
            ...line,
            group: split,
            label: words('splitSeed', { split, seed: String(line.seed) }),
            bestX: metric === 'test/loss' ? (best ?? undefined) : undefined,
          };
        }),
      ),
    }));
    const lines = built.map((panel) => panel.lines);
    return { panels: built, extent: sharedExtent(lines, axes.logY), positions: positionsOf(lines) };
  }, [detail.runs, hidden, curves, choice, axes, names, words]);
  const shown = all ? panels : panels.slice(0, firstPanels);
  return (
    <>
      <CrosshairSlider crosshair={crosshair} positions={positions} xAxis={axes.x} />
      <div className={styles['multiples']}>
        {shown.map(({ variant, lines }) => (
          <ChartPanel
            key={variant.variantIndex}
            title={placedVariantText(variant.levels, names)}
            metric="test/loss"
            series={lines}
            extent={lines.some((line) => line.points.length > 0) ? extent : undefined}
            xAxis={axes.x}
            logY={axes.logY}
            crosshair={crosshair}
            positions={positions}
            directLabels
            compact
            empty={words('nothingYet')}
          />
        ))}
      </div>
      {panels.length > shown.length ? (
        <button type="button" onClick={() => setAll(true)}>
          {words('showAll', { count: panels.length })}
        </button>
      ) : null}
    </>
  );
}
