'use client';
import { Menu as BaseMenu } from '@base-ui/react/menu';
import Link from 'next/link';
import type { ReactElement, ReactNode } from 'react';
import styles from './popups.module.css';

interface MenuProps {
  trigger: ReactElement;
  /** Of the list, where the trigger's own words do not say it. */
  label?: string | undefined;
  children: ReactNode;
}

/** Actions and links under a button. */
export function Menu({ trigger, label, children }: MenuProps) {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align="end" className={styles['above']}>
          <BaseMenu.Popup className={styles['menu']} {...(label ? { 'aria-label': label } : {})}>
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

interface MenuItemProps {
  onSelect?: (() => void) | undefined;
  /** Makes it a link. */
  href?: string | undefined;
  /** The link is a file; with a name, that is what it is saved as. */
  download?: boolean | string | undefined;
  danger?: boolean | undefined;
  disabled?: boolean | undefined;
  children: ReactNode;
}

export function MenuItem({ onSelect, href, download, danger, disabled, children }: MenuItemProps) {
  const shared = { className: styles['item'], 'data-danger': danger || undefined, onClick: onSelect };
  if (href !== undefined && !disabled) {
    return (
      <BaseMenu.LinkItem
        {...shared}
        closeOnClick
        render={
          download === undefined || download === false ? (
            <Link href={href} />
          ) : (
            <DownloadLink href={href} download={download} />
          )
        }
      >
        {children}
      </BaseMenu.LinkItem>
    );
  }
  return (
    <BaseMenu.Item {...shared} disabled={disabled}>
      {children}
    </BaseMenu.Item>
  );
}

interface DownloadLinkProps {
  href: string;
  download: true | string;
  children?: ReactNode;
}

function DownloadLink({ download, children, ...rest }: DownloadLinkProps) {
  return (
    <a {...rest} download={download === true ? '' : download}>
      {children}
    </a>
  );
}

/** One choice of several, as a menu item with a mark. */
export function MenuChoices<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly { value: T; text: string; lang?: string }[];
  onChange: (value: T) => void;
}) {
  return (
    <BaseMenu.Group>
      <BaseMenu.GroupLabel className={styles['groupLabel']}>{label}</BaseMenu.GroupLabel>
      <BaseMenu.RadioGroup value={value} onValueChange={onChange}>
        {options.map((option) => (
          <BaseMenu.RadioItem
            key={option.value}
            value={option.value}
            lang={option.lang}
            closeOnClick
            className={styles['item']}
          >
            <span className={styles['mark']}>
              <BaseMenu.RadioItemIndicator>✓</BaseMenu.RadioItemIndicator>
            </span>
            {option.text}
          </BaseMenu.RadioItem>
        ))}
      </BaseMenu.RadioGroup>
    </BaseMenu.Group>
  );
}

export function MenuSeparator() {
  return <BaseMenu.Separator className={styles['separator']} />;
}
