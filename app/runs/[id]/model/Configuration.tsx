import { useTranslations } from 'use-intl';
import type { RunDetail } from '@/lib/domain/api';
import { catalogue } from '@/lib/domain/config';
import { useNames } from '../../../format/useFormats';
import styles from '../run.module.css';

const units = ['merges', 'occurrences', 'pairs', 'sentences', 'steps', 'symbols', 'tokens'] as const;
const groups = ['model', 'optimization', 'data', 'evaluation'] as const;

/** Every hyperparameter of the run with what it means; those that the sweep varies are marked. */
export function Configuration({ detail }: { detail: RunDetail }) {
  const words = useTranslations('run.model');
  const names = useNames();
  const values = new Map(Object.entries(detail.config));
  const varied = new Set(Object.keys(detail.run.levels).flatMap(keysOf));
  return (
    <table className={styles['configuration']}>
      <thead>
        <tr>
          <th scope="col">{words('setting')}</th>
          <th scope="col">{words('value')}</th>
          <th scope="col">{words('meaning')}</th>
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group}>
          <tr>
            <th scope="rowgroup" colSpan={3}>
              {words(`groups.${group}`)}
            </th>
          </tr>
          {catalogue
            .filter((entry) => entry.group === group)
            .map((entry) => {
              const value = values.get(entry.key);
              if (value === undefined) return null;
              const level = names.level(entry.key, value);
              // 0 is a word of its own: all, off.
              const unit = units.find((known) => known === entry.unit && value !== 0);
              return (
                <tr key={entry.key}>
                  <th scope="row">{names.label(entry.key)}</th>
                  <td>
                    <strong>{unit ? words(`units.${unit}`, { value: level }) : level}</strong>
                    {varied.has(entry.key) ? <span className="small soft"> {words('factor')}</span> : null}
                  </td>
                  <td className="small soft">{names.help(entry.key)}</td>
                </tr>
              );
            })}
        </tbody>
      ))}
    </table>
  );
}

/** "layers" stands for both stacks. */
function keysOf(factor: string): string[] {
  return factor === 'layers' ? ['encoderLayers', 'decoderLayers'] : [factor];
}
