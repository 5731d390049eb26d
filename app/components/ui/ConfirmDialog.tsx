'use client';
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { type ReactElement, type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '../../client/api';
import styles from './dialog.module.css';

interface ConfirmDialogProps {
  trigger?: ReactElement | undefined;
  /** With onOpenChange where a menu item opens it, whose menu would take a trigger with it. */
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  /** The question. */
  title: ReactNode;
  /** What will happen, and what will not. */
  children?: ReactNode;
  /** What the button that does it says: a verb, not OK. */
  confirm: string;
  danger?: boolean;
  /** Where it throws, the dialog stays open and says why. */
  onConfirm: () => void | Promise<void>;
}

/** Asks before something that cannot be undone. Only its buttons and Escape close it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { trigger, open, onOpenChange, title, children, confirm, danger, onConfirm } = props;
  const words = useTranslations('common');
  const [ownOpen, setOwnOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const change = (next: boolean) => {
    setOwnOpen(next);
    setProblem(undefined);
    onOpenChange?.(next);
  };
  const act = async () => {
    setBusy(true);
    try {
      await onConfirm();
      change(false);
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <AlertDialog.Root open={open ?? ownOpen} onOpenChange={change}>
      {trigger ? <AlertDialog.Trigger render={trigger} /> : null}
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles['backdrop']} />
        <AlertDialog.Popup className={styles['dialog']}>
          <AlertDialog.Title className={styles['title']}>{title}</AlertDialog.Title>
          {children ? (
            <AlertDialog.Description render={<div />} className={styles['body']}>
              {children}
            </AlertDialog.Description>
          ) : null}
          {problem ? (
            <p className={styles['problem']} role="alert" lang="en" translate="no">
              {problem}
            </p>
          ) : null}
          <div className={styles['actions']}>
            <AlertDialog.Close>{words('cancel')}</AlertDialog.Close>
            <button
              type="button"
              className={danger ? 'danger' : 'primary'}
              disabled={isBusy}
              onClick={() => void act()}
            >
              {confirm}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
