import Link from 'next/link';
import styles from './ui.module.css';

export interface TabLink {
  href: string;
  text: string;
  isCurrent: boolean;
}

/** Views of one thing, each with an address of its own. */
export function TabLinks({ label, links }: { label: string; links: readonly TabLink[] }) {
  return (
    <nav className={styles['tabs']} aria-label={label}>
      {links.map(({ href, text, isCurrent }) => (
        <Link key={text} href={href} aria-current={isCurrent ? 'page' : undefined}>
          {text}
        </Link>
      ))}
    </nav>
  );
}
