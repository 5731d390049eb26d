'use client';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import type { ReactElement, ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import styles from './dialog.module.css';
import { Icon } from './Icon';

interface DialogProps {
  /** With onOpenChange where the page decides; else the trigger opens it. */
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  trigger?: ReactElement | undefined;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  wide?: boolean;
}

/** A task on top of the page, which waits. Escape, a click outside and the cross close it; the focus goes back. */
export function Dialog({ open, onOpenChange, trigger, title, description, children, wide }: DialogProps) {
  const words = useTranslations('common');
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger ? <BaseDialog.Trigger render={trigger} /> : null}
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={styles['backdrop']} />
        <BaseDialog.Popup className={styles['dialog']} data-wide={wide || undefined}>
          <BaseDialog.Title className={styles['title']}>{title}</BaseDialog.Title>
          {description ? (
            <BaseDialog.Description className={styles['description']}>{description}</BaseDialog.Description>
          ) : null}
          <div className={styles['body']}>{children}</div>
          {/* Last, so that the focus begins in what the dialog is about. */}
          <BaseDialog.Close className={styles['close']} aria-label={words('close')}>
            <Icon name="close" />
          </BaseDialog.Close>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** The row of buttons at the end of a dialog. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={styles['actions']}>{children}</div>;
}

/** A button that closes the dialog around it; says Cancel without other words. */
export function DialogClose({ children }: { children?: ReactNode }) {
  const words = useTranslations('common');
  return <BaseDialog.Close>{children ?? words('cancel')}</BaseDialog.Close>;
}
