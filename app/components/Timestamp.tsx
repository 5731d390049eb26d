'use client';
import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** A moment (or its time of day only) in the person's own time zone; in UTC until the browser has taken over from the server's markup. */
export function Timestamp({ ms, only }: { ms: number; only?: 'time' }) {
  const iso = new Date(ms).toISOString();
  const text = useSyncExternalStore(
    never,
    () =>
      new Intl.DateTimeFormat(
        undefined,
        only === 'time' ? { timeStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'short' },
      ).format(ms),
    () => (only === 'time' ? `${iso.slice(11, 19)} UTC` : `${iso.slice(0, 16).replace('T', ' ')} UTC`),
  );
  return <time dateTime={iso}>{text}</time>;
}
