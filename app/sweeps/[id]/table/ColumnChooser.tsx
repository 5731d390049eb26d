'use client';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Check } from '../../../components/ui/Check';
import { Icon } from '../../../components/ui/Icon';
import { IconButton } from '../../../components/ui/IconButton';
import { Popover } from '../../../components/ui/Popover';
import { columnGroups, type ResultColumn } from './column';
import styles from './table.module.css';
import type { TableProps } from './tableProps';

/** Which columns are shown, and in which order. */
export function ColumnChooser(props: TableProps) {
  const words = useTranslations('table.chooser');
  return (
    <Popover
      title={words('title')}
      trigger={
        <button type="button">
          <Icon name="columns" />
          {words('open')}
        </button>
      }
    >
      <ChooserBody {...props} />
    </Popover>
  );
}

function ChooserBody({ columns, shown, showColumns }: TableProps) {
  const words = useTranslations('table');
  const [search, setSearch] = useState('');
  const searchId = useId();
  const ids = shown.map(({ id }) => id);
  const terms = search.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (column: ResultColumn) =>
    terms.every((term) => `${column.title} ${column.id}`.toLowerCase().includes(term));
  const found = columns.filter(matches);
  const move = (from: number, to: number) => {
    const next = [...ids];
    const [moved] = next.splice(from, 1);
    if (moved === undefined) return;
    next.splice(to, 0, moved);
    showColumns(next);
  };
  const toggle = (id: string, isShown: boolean) =>
    showColumns(isShown ? [...ids, id] : ids.filter((each) => each !== id));
  return (
    <div className={styles['chooser']}>
      <span className={styles['field']}>
        <label htmlFor={searchId} className="visually-hidden">
          {words('chooser.search')}
        </label>
        <input
          id={searchId}
          type="search"
          placeholder={words('chooser.search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <button type="button" className="quiet" onClick={() => showColumns(null)}>
          {words('chooser.reset')}
        </button>
      </span>
      {terms.length === 0 ? (
        <section>
          <h3>{words('chooser.shown')}</h3>
          <ol className={styles['shownColumns']}>
            {shown.map(({ id, title }, at) => (
              <li key={id}>
                <Check checked onChange={() => toggle(id, false)}>
                  {title}
                </Check>
                <IconButton
                  icon="chevronDown"
                  className={styles['up'] ?? ''}
                  label={words('chooser.up', { column: title })}
                  disabled={at === 0}
                  onClick={() => move(at, at - 1)}
                />
                <IconButton
                  icon="chevronDown"
                  label={words('chooser.down', { column: title })}
                  disabled={at === shown.length - 1}
                  onClick={() => move(at, at + 1)}
                />
              </li>
            ))}
          </ol>
        </section>
      ) : null}
      {found.length === 0 ? <p>{words('chooser.none')}</p> : null}
      {columnGroups.map((group) => {
        const members = found.filter(
          (column) => column.group === group && (terms.length > 0 || !ids.includes(column.id)),
        );
        return members.length === 0 ? null : (
          <section key={group}>
            <h3>{words(`groups.${group}`)}</h3>
            <ul className={styles['columnList']}>
              {members.map(({ id, title }) => (
                <li key={id}>
                  <Check checked={ids.includes(id)} onChange={(isShown) => toggle(id, isShown)}>
                    {title}
                  </Check>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
