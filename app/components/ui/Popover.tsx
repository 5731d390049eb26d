'use client';
import { Popover as BasePopover } from '@base-ui/react/popover';
import { type ReactElement, type ReactNode, useId } from 'react';
import styles from './popups.module.css';

interface PopoverProps {
  trigger: ReactElement;
  /** Without one, the trigger's words name it. */
  title?: ReactNode;
  children: ReactNode;
}

/** Settings or details beside the button that opens them; the page stays usable. */
export function Popover({ trigger, title, children }: PopoverProps) {
  const triggerId = useId();
  return (
    <BasePopover.Root>
      <BasePopover.Trigger render={trigger} id={triggerId} />
      <BasePopover.Portal>
        <BasePopover.Positioner sideOffset={6} align="start" collisionPadding={8} className={styles['above']}>
          <BasePopover.Popup
            className={styles['popover']}
            {...(title ? {} : { 'aria-labelledby': triggerId })}
          >
            {title ? <BasePopover.Title className={styles['popoverTitle']}>{title}</BasePopover.Title> : null}
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
