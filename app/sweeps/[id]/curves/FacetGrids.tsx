'use client';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Level } from '@/lib/domain/config';
import { ChartPanel } from '../../../charts/ChartPanel';
import { CrosshairSlider } from '../../../charts/CrosshairSlider';
import { createCrosshair } from '../../../charts/crosshair';
import { sharedExtent } from '../../../charts/extent';
import { looksBy } from '../../../charts/palette';
import { positionsOf } from '../../../charts/series';
import { useNames } from '../../../format/useFormats';
import type { DesignedRun } from '../runKey';
import styles from './curves.module.css';
import { metricsOf } from './curvesState';
import { type VariantLine, withEmphasis } from './runLines';
import type { CurvePanelLines } from './useCurvePanels';
import type { CurvesState } from './useCurvesState';

interface FacetGridsProps {
  state: CurvesState;
  panels: readonly CurvePanelLines[];
  runs: readonly DesignedRun[];
  highlighted: number | undefined;
}

/** Small multiples by one or two factors, a grid a quantity: the same axes in every cell, levels said once at the edges. */
export function FacetGrids({ state, panels, runs, highlighted }: FacetGridsProps) {
  const [crosshair] = useState(createCrosshair);
  const positions = useMemo(() => positionsOf(panels.map(({ lines }) => lines)), [panels]);
  return (
    <>
      <CrosshairSlider crosshair={crosshair} positions={positions} xAxis={state.axes.x} />
      {state.quantities.map((quantity) => (
        <FacetGrid
          key={quantity}
          quantity={quantity}
          state={state}
          panels={panels}
          runs={runs}
          highlighted={highlighted}
          crosshair={crosshair}
          positions={positions}
        />
      ))}
    </>
  );
}

type Facet = { key: string; level: Level } | undefined;

function FacetGrid({
  quantity,
  state,
  panels,
  runs,
  highlighted,
  crosshair,
  positions,
}: FacetGridsProps & {
  quantity: string;
  crosshair: ReturnType<typeof createCrosshair>;
  positions: readonly number[];
}) {
  const words = useTranslations('curves');
  const names = useNames();
  const { axes, facets, splits } = state;
  const zoom = state.zoom ?? undefined;
  const lines = useMemo(() => {
    const metrics = metricsOf(quantity, splits);
    return panels.filter(({ metric }) => metrics.includes(metric)).flatMap((panel) => panel.lines);
  }, [panels, quantity, splits]);
  const extent = useMemo(
    () => sharedExtent([lines], axes.logY, { logX: axes.logX, zoom }),
    [lines, axes, zoom],
  );
  const levelsOf = useMemo(() => new Map(runs.map((run) => [run.variantIndex, run.levels])), [runs]);
  const drawn = useMemo(() => withEmphasis(lines, highlighted), [lines, highlighted]);
  const rows = facetLevels(facets.rows, runs);
  const columns = facetLevels(facets.columns, runs);
  const isIn = (line: VariantLine, facet: Facet) =>
    !facet || levelsOf.get(line.variantIndex)?.[facet.key] === facet.level;
  const text = (facet: Facet) => (facet ? names.variant({ [facet.key]: facet.level }) : '');
  const metric = metricsOf(quantity, splits)[0] ?? quantity;
  return (
    <div className={`scroll-x ${styles['facets']}`}>
      <table data-columns={columns.length}>
        <caption>
          {words('facetTitle', {
            quantity: names.quantity(metric),
            unit: names.unit(metric),
          })}
        </caption>
        {facets.columns ? (
          <thead>
            <tr>
              {facets.rows ? <td className={styles['corner']} /> : null}
              {columns.map((column) => (
                <th key={String(column?.level)} scope="col">
                  {text(column)}
                </th>
              ))}
            </tr>
          </thead>
        ) : null}
        <tbody>
          {rows.map((row) => (
            <tr key={String(row?.level)}>
              {row ? <th scope="row">{text(row)}</th> : null}
              {columns.map((column) => {
                const series = drawn.filter((line) => isIn(line, row) && isIn(line, column));
                return (
                  <td key={String(column?.level)} className={styles['cell']}>
                    <ChartPanel
                      title={[names.quantity(metric), text(row), text(column)].filter(Boolean).join(' · ')}
                      metric={metric}
                      series={series}
                      extent={series.length > 0 ? extent : undefined}
                      xAxis={axes.x}
                      logY={axes.logY}
                      logX={axes.logX}
                      zoom={zoom}
                      onZoom={(range) => state.set({ zoom: range ?? null })}
                      crosshair={crosshair}
                      positions={positions}
                      compact
                      empty={words('emptyCell')}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The levels of a factor in their order; a single undefined where the grid is not split by one. */
function facetLevels(key: string | undefined, runs: readonly DesignedRun[]): Facet[] {
  if (key === undefined) return [undefined];
  return looksBy(key, runs).legend.map(({ level }) => ({ key, level }));
}
