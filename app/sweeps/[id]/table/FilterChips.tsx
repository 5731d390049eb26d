'use client';
import { useTranslations } from 'use-intl';
import { Icon } from '../../../components/ui/Icon';
import { type Condition, formatCondition } from './conditions';
import { conditionText } from './conditionText';
import styles from './table.module.css';
import type { TableProps } from './tableProps';

/** The conditions that rows must meet, each to be taken away. */
export function FilterChips({ state, byId }: TableProps) {
  const words = useTranslations('table.filter');
  const { conditions, setConditions } = state;
  if (conditions.length === 0) return null;
  const without = (gone: Condition) => conditions.filter((condition) => condition !== gone);
  return (
    <ul className={styles['chips']} aria-label={words('active')}>
      {conditions.map((condition) => {
        const text = conditionText(condition, byId.get(condition.column));
        return (
          <li key={formatCondition(condition)}>
            <button
              type="button"
              className={styles['chip']}
              aria-label={words('remove', { condition: text })}
              onClick={() => setConditions(without(condition))}
            >
              {text}
              <Icon name="close" />
            </button>
          </li>
        );
      })}
      <li>
        <button type="button" className="quiet" onClick={() => setConditions([])}>
          {words('clear')}
        </button>
      </li>
    </ul>
  );
}
