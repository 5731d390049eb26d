'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useId, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats, useNames } from '../../format/useFormats';
import { withHidden } from './hiddenRuns';
import { PickerRowView } from './PickerRowView';
import styles from './picker.module.css';
import { matchingVariants, pickerRows, shownOf } from './pickerRows';
import { runKey } from './runKey';
import { useSweep } from './SweepProvider';
import { useSelection } from './selection';
import { useLooks } from './useLooks';
import { usePickerKeys } from './usePickerKeys';
import { hasManyFactors, variantRows } from './variantRows';

/** From this many rows on, only those in sight are in the page. */
const virtualFrom = 200;
const rowHeight = 28;

export interface RunPickerProps {
  /** Told which variant is pointed at or has the focus. */
  onHighlight?: ((variantIndex: number | undefined) => void) | undefined;
}

/** The variants of a sweep, their seeds folded: the legend of its curves, and what is shown of them. */
export function RunPicker({ onHighlight }: RunPickerProps) {
  const words = useTranslations('sweep.picker');
  const formats = useFormats();
  const names = useNames();
  const { detail } = useSweep();
  const { hidden, setHidden } = useSelection();
  const look = useLooks();
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [isBodyOpen, setBodyOpen] = useState(false);
  const bodyId = useId();
  const scroll = useRef<HTMLDivElement>(null);

  const variants = useMemo(() => variantRows(detail.runs), [detail.runs]);
  const matching = useMemo(() => matchingVariants(variants, search, names), [variants, search, names]);
  const rows = useMemo(() => pickerRows(matching, open), [matching, open]);
  const isVirtual = rows.length > virtualFrom;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: isVirtual,
    getItemKey: (index) => rows[index]?.id ?? index,
  });

  const all = useMemo(() => detail.runs.map(runKey), [detail.runs]);
  const matchingKeys = matching.flatMap((variant) => variant.runs.map(runKey));
  const toggle = useCallback(
    (keys: readonly string[]) => setHidden(withHidden(hidden, keys, shownOf(keys, hidden) !== 'none')),
    [hidden, setHidden],
  );
  const showOnly = useCallback(
    (keys: readonly string[]) => setHidden(withHidden(new Set(all), keys, false)),
    [all, setHidden],
  );
  const unfold = useCallback(
    (variantIndex: number, isOpen: boolean) =>
      setOpen((last) => {
        const next = new Set(last);
        if (isOpen) next.add(variantIndex);
        else next.delete(variantIndex);
        return next;
      }),
    [],
  );
  const keys = usePickerKeys({
    rows,
    list: scroll,
    toggle,
    showOnly,
    unfold,
    reveal: (index) => isVirtual && virtual.scrollToIndex(index),
  });

  const levels = variants[0]?.levels ?? {};
  const shownCount = all.length - hidden.size;
  const visible = isVirtual
    ? virtual.getVirtualItems().map(({ index }) => index)
    : rows.map((_, index) => index);
  const [first = 0] = visible;
  const last = visible.at(-1) ?? -1;
  return (
    <section className={styles['picker']} aria-label={words('label')}>
      <button
        type="button"
        className={styles['fold']}
        aria-expanded={isBodyOpen}
        aria-controls={bodyId}
        onClick={() => setBodyOpen(!isBodyOpen)}
      >
        {words('fold', { shown: shownCount, total: all.length })}
      </button>
      <div id={bodyId} className={styles['body']} data-open={isBodyOpen || undefined}>
        <input
          type="search"
          className={styles['search']}
          aria-label={words('search')}
          placeholder={words('search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <div className={styles['tools']}>
          <span className={styles['count']}>{words('count', { shown: shownCount, total: all.length })}</span>
          <button
            type="button"
            className="quiet"
            onClick={() => setHidden(withHidden(hidden, matchingKeys, false))}
          >
            {words('all')}
          </button>
          <button
            type="button"
            className="quiet"
            onClick={() => setHidden(withHidden(hidden, matchingKeys, true))}
          >
            {words('none')}
          </button>
          {search.trim() === '' ? null : (
            <button type="button" className="quiet" onClick={() => showOnly(matchingKeys)}>
              {words('onlyThese')}
            </button>
          )}
        </div>
        <div className={styles['head']} aria-hidden="true">
          <span>{hasManyFactors(levels) ? names.factors(levels) : ''}</span>
          <span>{names.metric(detail.spec.objective.report)}</span>
        </div>
        {rows.length === 0 ? <p className={styles['nothing']}>{words('noMatch')}</p> : null}
        <div
          ref={scroll}
          className={styles['rows']}
          role="tree"
          aria-multiselectable="true"
          aria-label={words('tree')}
          aria-description={words('keys')}
          onKeyDown={keys.onKeyDown}
          onFocus={keys.onFocus}
          onMouseLeave={() => onHighlight?.(undefined)}
          onBlur={() => onHighlight?.(undefined)}
        >
          <Space height={first * rowHeight} />
          {visible.map((index) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <PickerRowView
                key={row.id}
                row={row}
                index={index}
                count={rows.length}
                look={look(row.variant)}
                shown={shownOf(row.keys, hidden)}
                isTabStop={index === keys.tabStop}
                report={detail.spec.objective.report}
                formats={formats}
                onToggle={toggle}
                onOnly={showOnly}
                onUnfold={unfold}
                onPoint={onHighlight}
              />
            );
          })}
          <Space height={(rows.length - 1 - last) * rowHeight} />
        </div>
      </div>
    </section>
  );
}

/** Stands for rows out of sight. An SVG attribute, because styles in markup are not allowed by the page's policy. */
function Space({ height }: { height: number }) {
  if (height <= 0) return null;
  return <svg className={styles['space']} width="1" height={height} aria-hidden="true" />;
}
