'use client';
import { useTranslations } from 'use-intl';
import type { VariantLook } from '../../charts/palette';
import { Swatch } from '../../components/Swatch';
import type { Formats } from '../../format/formats';
import { useNames } from '../../format/useFormats';
import styles from './picker.module.css';
import type { PickerRow, Shown } from './pickerRows';
import { meanScore, placedVariantText } from './variantRows';

interface PickerRowViewProps {
  row: PickerRow;
  index: number;
  count: number;
  look: VariantLook;
  shown: Shown;
  isTabStop: boolean;
  /** The metric beside the name. */
  report: string;
  formats: Formats;
  onToggle: (keys: readonly string[]) => void;
  onOnly: (keys: readonly string[]) => void;
  onUnfold: (variantIndex: number, isOpen: boolean) => void;
  onPoint: ((variantIndex: number) => void) | undefined;
}

const checkedOf = { all: true, some: 'mixed', none: false } as const;
const marks = { all: '✓', some: '–', none: '' } as const;

/** A variant or a run of the picker. Its buttons are for the mouse; the tree has keys for the same. */
export function PickerRowView(props: PickerRowViewProps) {
  const { row, index, count, shown, report, formats, onToggle, onOnly, onUnfold, onPoint } = props;
  const words = useTranslations('sweep.picker');
  const names = useNames();
  const { variant } = row;
  const score = meanScore(row.kind === 'run' ? [row.run] : variant.runs, report);
  const scoreText = formats.metric(report, score?.value);
  const name =
    row.kind === 'run' ? words('seed', { seed: String(row.run.seed) }) : names.variant(variant.levels);
  const point = () => onPoint?.(variant.variantIndex);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it listens for keys
    <div
      role="treeitem"
      className={styles['row']}
      data-row={index}
      data-kind={row.kind}
      data-shown={shown}
      data-single={(row.kind === 'variant' && variant.runs.length === 1) || undefined}
      aria-level={row.kind === 'run' ? 2 : 1}
      aria-posinset={index + 1}
      aria-setsize={count}
      aria-checked={checkedOf[shown]}
      aria-expanded={row.kind === 'variant' && variant.runs.length > 1 ? row.isOpen : undefined}
      tabIndex={props.isTabStop ? 0 : -1}
      title={row.kind === 'variant' ? name : undefined}
      onMouseEnter={point}
      onFocus={point}
      onClick={() => onToggle(row.keys)}
    >
      <span className={styles['box']} aria-hidden="true">
        {marks[shown]}
      </span>
      {row.kind === 'variant' ? <Swatch look={props.look} /> : null}
      <span className={styles['name']}>
        {row.kind === 'run' ? name : placedVariantText(variant.levels, names)}
      </span>
      <button
        type="button"
        tabIndex={-1}
        aria-hidden="true"
        className={styles['only']}
        onClick={(event) => {
          event.stopPropagation();
          onOnly(row.keys);
        }}
      >
        {words('only')}
      </button>
      {row.kind === 'variant' && variant.runs.length > 1 ? (
        <button
          type="button"
          tabIndex={-1}
          aria-hidden="true"
          className={styles['unfold']}
          title={words('unfold')}
          onClick={(event) => {
            event.stopPropagation();
            onUnfold(variant.variantIndex, !row.isOpen);
          }}
        >
          {row.isOpen ? '▾' : '▸'}
        </button>
      ) : null}
      <span className={styles['score']} data-sample={score?.ofSample || undefined}>
        <span className="visually-hidden">{names.metric(report)} </span>
        {scoreText}
      </span>
    </div>
  );
}
