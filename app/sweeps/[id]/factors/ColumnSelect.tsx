'use client';
import { useTranslations } from 'use-intl';
import { Select } from '../../../components/ui/Select';
import { columnGroups, type ResultColumn } from '../table/column';

/** One of the sweep's columns, by group. */
export function ColumnSelect({
  label,
  hideLabel = false,
  value,
  columns,
  first,
  onChange,
}: {
  label: string;
  hideLabel?: boolean;
  value: string;
  columns: readonly ResultColumn[];
  /** An option before all groups. */
  first?: { value: string; text: string };
  onChange: (id: string) => void;
}) {
  const words = useTranslations('table.groups');
  const options = columnGroups.flatMap((group) =>
    columns
      .filter((column) => column.group === group)
      .map(({ id, title }) => ({ value: id, text: title, group: words(group) })),
  );
  return (
    <Select
      label={label}
      hideLabel={hideLabel}
      value={value}
      options={first ? [first, ...options] : options}
      onChange={onChange}
    />
  );
}
