'use client';
import { useId, useState } from 'react';
import type { Level } from '@/lib/domain/config';
import { levelText } from '../../format/levels';
import { plural } from '../../format/numbers';
import styles from './form.module.css';
import { type FormAction, isRemovable } from './formState';
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
  problem: string | undefined;
  dispatch: (action: FormAction) => void;
}) {
  const id = useId();
  const entry = hyperparameterOf(row.key);
  return (
    <fieldset className={styles['row']} aria-describedby={`${id}-help`}>
      <legend>
        {entry.label}
        {entry.unit && !entry.label.includes(entry.unit) ? (
          <span className="soft"> ({entry.unit})</span>
        ) : null}
      </legend>
      <div className={styles['chips']}>
        {row.range ? (
          <RangeFields
            label={entry.label}
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
            {row.range ? 'levels' : 'range'}
            <span className="visually-hidden"> of {entry.label}</span>
          </button>
        ) : null}
        <span className={styles['role']} data-factor={isVaried(row) || undefined}>
          {roleOf(row)}
        </span>
        {isRemovable(row.key) ? (
          <button
            type="button"
            className="quiet"
            aria-label={`Remove ${entry.label}`}
            onClick={() => dispatch({ type: 'remove', key: row.key })}
          >
            remove
          </button>
        ) : null}
      </div>
      <p id={`${id}-help`} className={styles['help']}>
        {entry.help}
      </p>
      {problem ? (
        <p className={styles['problem']} role="alert">
          {problem}
        </p>
      ) : null}
    </fieldset>
  );
}

function roleOf({ range, chosen }: Row): string {
  if (range) return 'range';
  if (chosen.length > 1) return plural(chosen.length, 'level');
  return chosen.length === 1 ? 'fixed' : 'none';
}

function Chip({ row, level, dispatch }: { row: Row; level: Level; dispatch: (action: FormAction) => void }) {
  const chosen = row.chosen.includes(level);
  return (
    <button
      type="button"
      className={styles['chip']}
      aria-pressed={chosen}
      onClick={() => dispatch({ type: 'toggle', key: row.key, level })}
    >
      <span aria-hidden="true">{chosen ? '✓' : '+'}</span> {levelText(row.key, level)}
    </button>
  );
}

function TypedLevel({ row, dispatch }: { row: Row; dispatch: (action: FormAction) => void }) {
  const id = useId();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const entry = hyperparameterOf(row.key);
  const add = () => {
    if (text.trim() === '') return setProblem(undefined);
    const parsed = parseLevel(entry, text);
    if (!parsed.ok) return setProblem(parsed.problem);
    if (!row.chosen.includes(parsed.level)) dispatch({ type: 'type', key: row.key, level: parsed.level });
    setText('');
    return setProblem(undefined);
  };
  return (
    <>
      <input
        className={styles['typed']}
        inputMode="decimal"
        placeholder="other"
        aria-label={`Another level of ${entry.label}`}
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
