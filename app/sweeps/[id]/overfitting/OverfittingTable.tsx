'use client';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { Fragment, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Swatch } from '../../../components/Swatch';
import { absent } from '../../../format/formats';
import { useFormats, useNames } from '../../../format/useFormats';
import { useLooks } from '../useLooks';
import { hasManyFactors, placedVariantText } from '../variantRows';
import { LossBar } from './LossBar';
import styles from './overfitting.module.css';
import {
  type FigureKey,
  figureKeys,
  type OverfittingFigures,
  type OverfittingRow,
  sortedRows,
} from './overfittingRows';
import { overfittingParsers } from './overfittingState';

/** Variants ranked by what training on has cost them; their seeds fold out. */
export function OverfittingTable({
  rows,
  onHighlight,
}: {
  rows: readonly OverfittingRow[];
  onHighlight: (variantIndex: number | undefined) => void;
}) {
  const words = useTranslations('overfitting');
  const names = useNames();
  const look = useLooks();
  const [{ rank, up }, set] = useQueryStates(overfittingParsers, { history: 'push' });
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const sorted = useMemo(() => sortedRows(rows, rank, up), [rows, rank, up]);
  const most = Math.max(
    0,
    ...rows.flatMap(({ figures, runs }) =>
      [figures.lostLoss, ...runs.map((each) => each.figures.lostLoss)].flatMap((value) => value ?? []),
    ),
  );
  const toggle = (index: number) =>
    setOpen(
      (last) => new Set(last.has(index) ? [...last].filter((each) => each !== index) : [...last, index]),
    );
  const levels = rows[0]?.variant.levels ?? {};
  return (
    <div className={`scroll-x ${styles['scroll']}`}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{hasManyFactors(levels) ? names.factors(levels) : words('variant')}</th>
            {figureKeys.map((key) => (
              <th
                key={key}
                scope="col"
                className="number"
                aria-sort={rank === key ? (up ? 'ascending' : 'descending') : undefined}
              >
                <button
                  type="button"
                  title={words(`helps.${key}`)}
                  onClick={() => void set({ rank: key, up: rank === key ? !up : false })}
                >
                  {words(`columns.${key}`)}
                  <span className={styles['sortMark']} aria-hidden="true">
                    {rank === key ? (up ? '▲' : '▼') : ''}
                  </span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody onMouseLeave={() => onHighlight(undefined)}>
          {sorted.map((row) => {
            const { variant } = row;
            const isOpen = open.has(variant.variantIndex);
            return (
              <Fragment key={variant.variantIndex}>
                <tr onMouseEnter={() => onHighlight(variant.variantIndex)}>
                  <th scope="row">
                    <span className={styles['variant']}>
                      {row.runs.length > 1 ? (
                        <button
                          type="button"
                          className={styles['unfold']}
                          aria-expanded={isOpen}
                          aria-label={words('seeds', { variant: names.variant(variant.levels) })}
                          onClick={() => toggle(variant.variantIndex)}
                        >
                          {isOpen ? '▾' : '▸'}
                        </button>
                      ) : (
                        <span className={styles['unfold']} />
                      )}
                      <Swatch look={look(variant)} />
                      <span title={names.variant(variant.levels)}>
                        {placedVariantText(variant.levels, names)}
                      </span>
                      <RowNotes row={row} />
                    </span>
                  </th>
                  <Cells
                    figures={row.figures}
                    most={most}
                    onset={
                      row.withOnset > 0 && row.withOnset < row.counted
                        ? words('onsetOf', { count: row.withOnset, total: row.counted })
                        : undefined
                    }
                  />
                </tr>
                {isOpen
                  ? row.runs.map(({ run, figures }) => (
                      <tr key={run.id} className={styles['seed']}>
                        <th scope="row">
                          <Link href={`/runs/${run.id}`}>{words('seed', { seed: String(run.seed) })}</Link>
                          {run.state === 'stopped' ? ` · ${words('stoppedEarly')}` : ''}
                        </th>
                        <Cells figures={figures} most={most} onset={undefined} />
                      </tr>
                    ))
                  : null}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function RowNotes({ row }: { row: OverfittingRow }) {
  const words = useTranslations('overfitting');
  if (row.stopped === 0) return null;
  return (
    <span className={styles['mark']}>
      {row.isCutShort
        ? words('cutShort')
        : words('stoppedOf', { count: row.stopped, total: row.runs.length })}
    </span>
  );
}

function Cells({
  figures,
  most,
  onset,
}: {
  figures: OverfittingFigures;
  most: number;
  onset: string | undefined;
}) {
  const words = useTranslations('overfitting');
  const formats = useFormats();
  const text = (key: FigureKey) => {
    const value = figures[key];
    if (value === undefined) return key === 'onsetEpoch' ? words('noOnset') : absent;
    switch (key) {
      case 'bestEpoch':
      case 'onsetEpoch':
        return formats.epoch(value);
      case 'lostLoss':
        return formats.delta('test/loss', value);
      case 'lostBleu':
        return formats.delta('test/bleu', -value);
      default:
        return formats.metric('test/loss', value);
    }
  };
  return figureKeys.map((key) => (
    <td key={key} className="number">
      {key === 'lostLoss' ? <LossBar value={figures.lostLoss} most={most} /> : null}
      {text(key)}
      {key === 'onsetEpoch' && onset ? <span className={styles['note']}> {onset}</span> : null}
    </td>
  ));
}
