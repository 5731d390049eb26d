'use client';
import { useTranslations } from 'use-intl';
import { type Split, splits } from '@/lib/domain/metric';
import { smoothingKinds } from '@/lib/series/smooth';
import { xAxes } from '../../../charts/series';
import { Check } from '../../../components/ui/Check';
import { Icon } from '../../../components/ui/Icon';
import { Popover } from '../../../components/ui/Popover';
import { Segments } from '../../../components/ui/Segments';
import { Select } from '../../../components/ui/Select';
import { useNames } from '../../../format/useFormats';
import { useSweep } from '../SweepProvider';
import { ColourSelect } from './ColourSelect';
import styles from './curves.module.css';
import { amountRanges, lineKinds, splitQuantities, trainingMetrics } from './curvesState';
import { SmoothingSlider } from './SmoothingSlider';
import type { CurvesState } from './useCurvesState';

/** How the curves are drawn; every choice is in the address. */
export function CurveControls({ state }: { state: CurvesState }) {
  const words = useTranslations('curves');
  const names = useNames();
  const { detail } = useSweep();
  const { factors } = detail.sweep;
  const facetOptions = [
    { value: '', text: words('noFacet') },
    ...factors.map((key) => ({ value: key, text: names.label(key) })),
  ];
  return (
    <div className={styles['controls']}>
      <Quantities state={state} />
      <Select
        label={words('axis')}
        value={state.axes.x}
        options={xAxes.map((x) => ({ value: x, text: words(`axes.${x}`) }))}
        onChange={(axis) => state.set({ axis, zoom: null })}
      />
      <Check checked={state.axes.logX ?? false} onChange={(logx) => state.set({ logx })}>
        {words('logX')}
      </Check>
      <Check checked={state.axes.logY} onChange={(logy) => state.set({ logy })}>
        {words('logY')}
      </Check>
      {detail.spec.seeds.length > 1 ? (
        <Segments
          label={words('lines')}
          value={state.axes.x === 'time' ? 'seeds' : state.lines}
          options={lineKinds.map((kind) => ({
            value: kind,
            text: words(`lineKinds.${kind}`),
            disabled: state.axes.x === 'time' && kind !== 'seeds',
          }))}
          onChange={state.setLines}
        />
      ) : null}
      <Select
        label={words('smoothing')}
        value={state.smoothing.kind}
        options={smoothingKinds.map((kind) => ({ value: kind, text: words(`smoothings.${kind}`) }))}
        onChange={(smooth) =>
          state.set({ smooth, amount: smooth === 'none' ? null : amountRanges[smooth].start })
        }
      />
      {state.smoothing.kind === 'none' ? null : <SmoothingSlider state={state} kind={state.smoothing.kind} />}
      <ColourSelect />
      {factors.length > 0 ? (
        <>
          <Select
            label={words('facetRows')}
            value={state.facets.rows ?? ''}
            options={facetOptions}
            onChange={(fr) => state.set({ fr: fr || null })}
          />
          <Select
            label={words('facetColumns')}
            value={state.facets.columns ?? ''}
            options={facetOptions.filter(({ value }) => value === '' || value !== state.facets.rows)}
            onChange={(fc) => state.set({ fc: fc || null })}
          />
        </>
      ) : null}
    </div>
  );
}

function Quantities({ state }: { state: CurvesState }) {
  const words = useTranslations('curves');
  const names = useNames();
  const toggle = (name: string, isOn: boolean) => {
    const order: readonly string[] = [...splitQuantities, ...trainingMetrics];
    const next = isOn ? [...state.quantities, name] : state.quantities.filter((each) => each !== name);
    state.set({ show: next.sort((a, b) => order.indexOf(a) - order.indexOf(b)) });
  };
  const toggleSplit = (split: Split, isOn: boolean) =>
    state.set({ split: splits.filter((each) => (each === split ? isOn : state.splits.includes(each))) });
  const shown = state.quantities.map((name) =>
    name.includes('/') ? names.metric(name) : names.quantity(name),
  );
  return (
    <Popover
      title={words('show')}
      trigger={
        <button type="button">
          <span className="soft">{words('show')}</span> {shown.join(', ')} <Icon name="chevronDown" />
        </button>
      }
    >
      <div className={styles['choices']}>
        <fieldset>
          <legend>{words('quantities')}</legend>
          {splitQuantities.map((name) => (
            <Check
              key={name}
              checked={state.quantities.includes(name)}
              onChange={(isOn) => toggle(name, isOn)}
            >
              {names.quantity(name)}
            </Check>
          ))}
        </fieldset>
        <fieldset>
          <legend>{words('splits')}</legend>
          {splits.map((split) => (
            <Check
              key={split}
              checked={state.splits.includes(split)}
              disabled={state.splits.length === 1 && state.splits.includes(split)}
              onChange={(isOn) => toggleSplit(split, isOn)}
            >
              {names.split(split)}
            </Check>
          ))}
        </fieldset>
        <fieldset>
          <legend>{words('training')}</legend>
          {trainingMetrics.map((name) => (
            <Check
              key={name}
              checked={state.quantities.includes(name)}
              onChange={(isOn) => toggle(name, isOn)}
            >
              {names.quantity(name)}
            </Check>
          ))}
        </fieldset>
      </div>
    </Popover>
  );
}
