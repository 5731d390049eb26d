'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import styles from './components.module.css';

const places = [
  { href: '/', text: 'Sweeps' },
  { href: '/sweeps/new', text: 'New sweep' },
  { href: '/corpora', text: 'Corpora' },
  { href: '/workers', text: 'Workers' },
];

/** The place whose address is the longest that the current one begins with; run and sweep pages belong to Sweeps. */
function placeOf(pathname: string): string {
  const matches = places.filter((place) => place.href !== '/' && pathname.startsWith(place.href));
  return matches[0]?.href ?? '/';
}

export function Nav() {
  const current = placeOf(usePathname());
  return (
    <header className={styles['nav']}>
      <Link href="/" className={styles['brand']}>
        <svg width="18" height="18" viewBox="0 0 18 18" fill="none" aria-hidden="true">
          <path d="M2 3 C5 12 9 14 16 14.5" stroke="currentColor" strokeWidth="2" />
          <path
            d="M2 3 C5 10 8 11 10 9.5 C12 8 14 6 16 5"
            stroke="currentColor"
            strokeWidth="2"
            strokeDasharray="3 2"
          />
        </svg>
        Heldout
      </Link>
      <nav aria-label="Main">
        {places.map((place) => (
          <Link key={place.href} href={place.href} aria-current={place.href === current ? 'page' : undefined}>
            {place.text}
          </Link>
        ))}
      </nav>
    </header>
  );
}
