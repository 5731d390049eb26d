'use client';
import { useTranslations } from 'use-intl';
import type { RunRow } from '@/lib/domain/api';
import { type Moment, moments } from '@/lib/domain/score';
import { Check } from '../../../../components/ui/Check';
import { Segments } from '../../../../components/ui/Segments';
import { Select } from '../../../../components/ui/Select';
import { useFormats, useNames } from '../../../../format/useFormats';
import { runKey } from '../../runKey';
import { useSweep } from '../../SweepProvider';
import { reportedValue } from '../tellingRuns';
import styles from '../translations.module.css';
import { usePassingState } from '../translationsState';
import { type PairOrder, pairOrders } from './pairs';
import { useWholeState } from './wholeState';

interface PairControlsProps {
  /** The best first. */
  tested: readonly RunRow[];
  first: RunRow;
  second: RunRow;
}

/** Which two runs, at which step, in which order. */
export function PairControls({ tested, first, second }: PairControlsProps) {
  const words = useTranslations('translations.whole');
  const sampleWords = useTranslations('translations.sample');
  const names = useNames();
  const formats = useFormats();
  const { report } = useSweep().detail.spec.objective;
  const [{ at, order, different }, setState] = useWholeState();
  const [{ q }, setPassing] = usePassingState();
  const options = tested.map((run) => ({
    value: runKey(run),
    text: `${names.shortVariant(run.levels)} · ${sampleWords('seed', { seed: run.seed })} · ${formats.metric(report, reportedValue(run, report))}`,
  }));
  const download = (run: RunRow) => `/api/v1/runs/${run.id}/hypotheses?moment=${at}&format=text`;
  return (
    <>
      <div className={styles['controls']}>
        <Select
          label={words('first')}
          value={runKey(first)}
          options={options}
          onChange={(a) => void setState({ a, b: runKey(second) })}
        />
        <Select
          label={words('second')}
          value={runKey(second)}
          options={options}
          onChange={(b) => void setState({ a: runKey(first), b })}
        />
        <Segments<Moment>
          label={words('moment')}
          value={at}
          options={moments.map((value) => ({ value, text: words(value) }))}
          onChange={(next) => void setState({ at: next })}
        />
      </div>
      <div className={styles['controls']}>
        <Select<PairOrder>
          label={words('order')}
          value={order}
          options={pairOrders.map((value) => ({ value, text: words(value) }))}
          onChange={(next) => void setState({ order: next })}
        />
        <Check checked={different} onChange={(next) => void setState({ different: next })}>
          {words('onlyDifferent')}
        </Check>
        <input
          type="search"
          data-search
          aria-label={words('search')}
          placeholder={words('search')}
          value={q}
          onChange={(event) => void setPassing({ q: event.currentTarget.value })}
        />
        <a className="button quiet" href={download(first)} download>
          {words('downloadA')}
        </a>
        <a className="button quiet" href={download(second)} download>
          {words('downloadB')}
        </a>
      </div>
    </>
  );
}
