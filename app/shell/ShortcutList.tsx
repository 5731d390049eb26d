'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Dialog } from '../components/ui/Dialog';
import { Kbd } from '../components/ui/Kbd';
import styles from './palette.module.css';
import { useCharacterKeys, useShortcutList } from './Shortcuts';

interface ShortcutListProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** What works on this page now. */
export function ShortcutList({ isOpen, onOpenChange }: ShortcutListProps) {
  const words = useTranslations('shell.shortcuts');
  const areOn = useCharacterKeys();
  const shortcuts = useShortcutList();
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange} title={words('title')}>
      <p className="soft">
        {words.rich(areOn ? 'on' : 'off', {
          link: (chunks) => (
            <Link href="/settings" onClick={() => onOpenChange(false)}>
              {chunks}
            </Link>
          ),
        })}
      </p>
      <table className={styles['shortcuts']}>
        <thead>
          <tr>
            <th scope="col">{words('keys')}</th>
            <th scope="col">{words('does')}</th>
          </tr>
        </thead>
        <tbody>
          {shortcuts.map(({ keys, description }) => (
            <tr key={`${keys} ${description}`}>
              <td>
                <Kbd keys={keys} />
              </td>
              <td>{description}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
