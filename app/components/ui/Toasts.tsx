'use client';
import { Toast } from '@base-ui/react/toast';
import { type ReactNode, useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from './Icon';
import styles from './toasts.module.css';

interface ToastRequest {
  text: string;
  kind?: 'info' | 'error';
  /** Such as Undo. */
  action?: { label: string; run: () => void };
}

const infoMs = 5000;
/** Long enough to read, find and reach the button; the clock stands while a pointer or the focus is on it. */
const actionMs = 15_000;
const never = 0;

/** Around the page; shows what useToast says. */
export function Toasts({ children }: { children: ReactNode }) {
  const words = useTranslations('common');
  return (
    <Toast.Provider timeout={infoMs}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className={styles['viewport']} aria-label={words('notifications')}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const words = useTranslations('common');
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles['toast']}>
      <Toast.Content className={styles['content']}>
        <Toast.Description className={styles['text']} />
        {toast.actionProps ? <Toast.Action className={styles['action']} /> : null}
        <Toast.Close className={styles['close']} aria-label={words('dismiss')}>
          <Icon name="close" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}

/** What has happened, said once beside the page: `toast({text, action: {label, run}})`. Errors stay until dismissed. */
export function useToast(): (request: ToastRequest) => void {
  const { add, close } = Toast.useToastManager();
  return useCallback(
    ({ text, kind = 'info', action }) => {
      const id = add({
        description: text,
        type: kind,
        priority: kind === 'error' ? 'high' : 'low',
        timeout: kind === 'error' ? never : action ? actionMs : infoMs,
        ...(action
          ? {
              actionProps: {
                children: action.label,
                onClick: () => {
                  close(id);
                  action.run();
                },
              },
            }
          : {}),
      });
    },
    [add, close],
  );
}
