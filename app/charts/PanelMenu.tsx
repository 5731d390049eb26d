'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { IconButton } from '../components/ui/IconButton';
import { Menu, MenuItem, MenuSeparator } from '../components/ui/Menu';

/** The menu of a chart: its picture in two formats, its data, and what else the chart offers. */
export function PanelMenu({
  label,
  disabled,
  onPng,
  onSvg,
  onCsv,
  children,
}: {
  label: string;
  disabled: boolean;
  onPng: () => void;
  onSvg: () => void;
  onCsv: () => void;
  /** More items, above. */
  children?: ReactNode;
}) {
  const words = useTranslations('charts');
  return (
    <Menu label={label} trigger={<IconButton icon="more" label={label} disabled={disabled} />}>
      {children}
      {children ? <MenuSeparator /> : null}
      <MenuItem onSelect={onPng}>{words('savePng')}</MenuItem>
      <MenuItem onSelect={onSvg}>{words('saveSvg')}</MenuItem>
      <MenuItem onSelect={onCsv}>{words('saveCsv')}</MenuItem>
    </Menu>
  );
}
