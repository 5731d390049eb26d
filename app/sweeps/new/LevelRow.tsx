'use client';
import { type ReactNode, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Level } from '@/lib/domain/config';
import { useFormats, useNames } from '../../format/useFormats';
import type { Words } from '../../i18n/words';
import styles from './form.module.css';
import { type FormAction, isRemovable } from './formState';
import { levelProblem } from './levelProblem';
import { RangeFields } from './RangeFields';
import {
  hyperparameterOf,
  isNumeric,
  isVaried,
  offeredLevels,
  offeredRange,
  parseLevel,
  type Row,
} from './rows';
import type { FieldProblem } from './usePreview';

/**
 * A hyperparameter with its levels as chips; another level can be typed where the range is open. A design that samples
 * offers a range in place of levels.
 */
export function LevelRow({
  row,
  sampling,
  problem,
  dispatch,
}: {
  row: Row;
  sampling: boolean;
  problem: FieldProblem;
  dispatch: (action: FormAction) => void;
}) {
  const words = useTranslations('newSweep');
  const names = useNames();
  const id = useId();
  const label = names.label(row.key);
  const unit = names.levelUnit(row.key);
  const hidden = (chunks: ReactNode) => <span className="visually-hidden">{chunks}</span>;
  return (
    <fieldset className={styles['row']} aria-describedby={`${id}-help`}>
      <legend>
        {label}
        {unit && !label.includes(unit) ? <span className={styles['unit']}> {unit}</span> : null}
      </legend>
      <div className={styles['chips']}>
        {row.range ? (
          <RangeFields
            label={label}
            range={row.range}
            onChange={(range) => dispatch({ type: 'range', key: row.key, range })}
          />
        ) : (
          <>
            {offeredLevels(row).map((level) => (
              <Chip key={String(level)} row={row} level={level} dispatch={dispatch} />
            ))}
            {isNumeric(row.key) ? <TypedLevel row={row} dispatch={dispatch} /> : null}
          </>
        )}
        {row.range || (sampling && isNumeric(row.key)) ? (
          <button
            type="button"
            className="quiet"
            onClick={() =>
              dispatch({ type: 'range', key: row.key, range: row.range ? undefined : offeredRange(row) })
            }
          >
            {words.rich(row.range ? 'useLevels' : 'useRange', { label, hidden })}
          </button>
        ) : null}
        <span className={styles['role']} data-factor={isVaried(row) || undefined}>
          {roleOf(row, words)}
        </span>
        {isRemovable(row.key) ? (
          <button
            type="button"
            className="quiet"
            aria-label={words('removeOne', { label })}
            onClick={() => dispatch({ type: 'remove', key: row.key })}
          >
            {words('remove')}
          </button>
        ) : null}
      </div>
      <p id={`${id}-help`} className={styles['help']}>
        {names.help(row.key)}
      </p>
      {problem ? (
        <p className={styles['problem']} role="alert">
          {problem}
        </p>
      ) : null}
    </fieldset>
  );
}

function roleOf({ range, chosen }: Row, words: Words<'newSweep'>): string {
  if (range) return words('range');
  if (chosen.length > 1) return words('levels', { count: chosen.length });
  return chosen.length === 1 ? words('fixed') : words('none');
}

function Chip({ row, level, dispatch }: { row: Row; level: Level; dispatch: (action: FormAction) => void }) {
  const names = useNames();
  const chosen = row.chosen.includes(level);
  return (
    <button
      type="button"
      className={styles['chip']}
      aria-pressed={chosen}
      onClick={() => dispatch({ type: 'toggle', key: row.key, level })}
    >
      <span aria-hidden="true">{chosen ? '✓' : '+'}</span> {names.level(row.key, level)}
    </button>
  );
}

function TypedLevel({ row, dispatch }: { row: Row; dispatch: (action: FormAction) => void }) {
  const words = useTranslations('newSweep');
  const names = useNames();
  const formats = useFormats();
  const id = useId();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const entry = hyperparameterOf(row.key);
  const add = () => {
    if (text.trim() === '') return setProblem(undefined);
    const level = parseLevel(entry, text);
    if (level === undefined) return setProblem(levelProblem(entry, text.trim(), { words, names, formats }));
    if (!row.chosen.includes(level)) dispatch({ type: 'type', key: row.key, level });
    setText('');
    return setProblem(undefined);
  };
  return (
    <>
      <input
        className={styles['typed']}
        inputMode="decimal"
        placeholder={words('other')}
        aria-label={words('anotherLevel', { label: names.label(row.key) })}
        aria-invalid={problem !== undefined}
        aria-describedby={problem ? id : undefined}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
      />
      {problem ? (
        <span id={id} className={styles['problem']} role="alert">
          {problem}
        </span>
      ) : null}
    </>
  );
}
