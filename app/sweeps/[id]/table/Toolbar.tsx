'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { Check } from '../../../components/ui/Check';
import { Icon } from '../../../components/ui/Icon';
import { Menu, MenuItem } from '../../../components/ui/Menu';
import { Segments } from '../../../components/ui/Segments';
import { Select } from '../../../components/ui/Select';
import { useNames } from '../../../format/useFormats';
import { useSweep } from '../SweepProvider';
import { useSelection } from '../selection';
import { ColumnChooser } from './ColumnChooser';
import { FilterBuilder } from './FilterBuilder';
import { tableMoments } from './moments';
import styles from './table.module.css';
import type { TableProps } from './tableProps';
import { useShownCsv } from './useShownCsv';

export function Toolbar(props: TableProps) {
  const { state, tableRows } = props;
  const { query, set } = state;
  const words = useTranslations('table.controls');
  const moments = useTranslations('table.momentOptions');
  const { sweep } = useSweep().detail;
  const saveShown = useShownCsv(props);
  const { isGrouped, rows } = tableRows;
  const isAllOpen = query.open.length >= rows.length && rows.length > 0;
  return (
    <fieldset className={styles['toolbar']} aria-label={words('label')}>
      <input
        type="search"
        className={styles['search']}
        aria-label={words('search')}
        placeholder={words('searchPlaceholder')}
        value={query.q}
        onChange={(event) => void set({ q: event.currentTarget.value || null })}
      />
      <FilterBuilder {...props} />
      <ColumnChooser {...props} />
      <Segments
        label={words('rows')}
        value={isGrouped ? 'variant' : 'run'}
        options={[
          { value: 'variant', text: words('byVariant') },
          { value: 'run', text: words('byRun') },
        ]}
        onChange={(next) => void set({ rows: next })}
      />
      {isGrouped ? (
        <button
          type="button"
          className="quiet"
          onClick={() => state.setList('open', isAllOpen ? [] : rows.map(({ key }) => key))}
        >
          {words(isAllOpen ? 'collapseAll' : 'expandAll')}
        </button>
      ) : null}
      <Select
        label={words('moment')}
        value={query.at}
        options={tableMoments.map((moment) => ({ value: moment, text: moments(moment) }))}
        onChange={(at) => void set({ at })}
      />
      <BaselinePicker />
      {tableRows.baseline ? (
        <Check checked={query.delta} onChange={(delta) => void set({ delta: delta ? null : false })}>
          {words('deltas')}
        </Check>
      ) : null}
      <Segments
        label={words('density')}
        value={query.dense ? 'compact' : 'roomy'}
        options={[
          { value: 'compact', text: words('compact') },
          { value: 'roomy', text: words('roomy') },
        ]}
        onChange={(next) => void set({ dense: next === 'compact' ? null : false })}
      />
      <Menu
        trigger={
          <button type="button">
            <Icon name="download" />
            {words('export')}
          </button>
        }
      >
        <MenuItem onSelect={saveShown}>{words('exportShown')}</MenuItem>
        <MenuItem href={`/api/v1/sweeps/${sweep.id}/export?format=csv`} download>
          {words('exportCsv')}
        </MenuItem>
        <MenuItem href={`/api/v1/sweeps/${sweep.id}/export?format=json`} download>
          {words('exportJson')}
        </MenuItem>
      </Menu>
    </fieldset>
  );
}

/** A longer list is not read; a row's own button makes any variant the baseline. */
const mostListed = 200;

function BaselinePicker() {
  const words = useTranslations('table.controls');
  const names = useNames();
  const { runs } = useSweep().detail;
  const { baseline, setBaseline } = useSelection();
  const options = useMemo(() => {
    const variants = new Map(runs.map((run) => [run.variantIndex, run.levels]));
    return [...variants]
      .sort(([a], [b]) => a - b)
      .filter(([index], at) => at < mostListed || index === baseline)
      .map(([index, levels]) => ({
        value: String(index),
        text: `v${index + 1} ${names.shortVariant(levels)}`,
      }));
  }, [runs, names, baseline]);
  return (
    <Select
      label={words('baseline')}
      value={baseline === undefined ? '' : String(baseline)}
      options={[{ value: '', text: words('noBaseline') }, ...options]}
      onChange={(index) => setBaseline(index === '' ? undefined : Number(index))}
    />
  );
}
