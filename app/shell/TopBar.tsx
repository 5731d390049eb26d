'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { Icon } from '../components/ui/Icon';
import { IconButton } from '../components/ui/IconButton';
import { Kbd } from '../components/ui/Kbd';
import { Menu, MenuItem } from '../components/ui/Menu';
import { useCommandPalette } from './CommandPalette';
import { LanguageMenu, ThemeMenu } from './PreferenceMenus';
import { placeOf, places } from './places';
import styles from './shell.module.css';

/** On a narrow screen the places are in a menu. */
export function TopBar() {
  const words = useTranslations('shell');
  const { open } = useCommandPalette();
  const current = placeOf(usePathname());
  return (
    <header className={styles['bar']}>
      <div className={styles['narrow']}>
        <Menu trigger={<IconButton icon="menu" label={words('mainNavigation')} />}>
          {places.map((place) => (
            <MenuItem key={place.href} href={place.href}>
              {words(place.key)}
            </MenuItem>
          ))}
        </Menu>
      </div>
      <Link href="/" className={styles['brand']}>
        <Mark />
        <span translate="no">Heldout</span>
      </Link>
      <nav aria-label={words('mainNavigation')} className={styles['places']}>
        {places.map((place) => (
          <Link
            key={place.href}
            href={place.href}
            aria-current={place.href === current.href ? 'page' : undefined}
          >
            {words(place.key)}
          </Link>
        ))}
      </nav>
      <div className={styles['tools']}>
        <button type="button" className={styles['find']} onClick={open}>
          <Icon name="search" />
          <span className={styles['findText']}>{words('find')}</span>
          <Kbd keys="mod+k" />
        </button>
        <LanguageMenu />
        <ThemeMenu />
      </div>
    </header>
  );
}

/** A training curve that goes on falling, and a test curve that turns. */
function Mark() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" fill="none" aria-hidden="true">
      <path d="M2 3 C5 12 9 14 16 14.5" stroke="currentColor" strokeWidth="2" />
      <path
        d="M2 3 C5 10 8 11 10 9.5 C12 8 14 6 16 5"
        stroke="currentColor"
        strokeWidth="2"
        strokeDasharray="3 2"
      />
    </svg>
  );
}
