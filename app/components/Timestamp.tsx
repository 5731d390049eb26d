'use client';
import { useMemo, useSyncExternalStore } from 'react';
import { useFormats } from '../format/useFormats';
import { nowMs, onTick } from './clock';

interface TimestampProps {
  /** Milliseconds since the Unix epoch. */
  ms: number;
  /** Its time of day only; or how long ago it is, the moment itself being its title. */
  only?: 'time' | 'ago';
}

const never = () => () => {};

/** A moment in the person's own time zone and locale; in UTC until the browser has taken over from the server's markup. */
export function Timestamp({ ms, only }: TimestampProps) {
  const formats = useFormats();
  const { numbers } = formats.locale;
  const iso = new Date(ms).toISOString();
  const { date, time } = useMemo(
    () => ({
      date: new Intl.DateTimeFormat(numbers, { dateStyle: 'medium', timeStyle: 'short' }),
      time: new Intl.DateTimeFormat(numbers, { timeStyle: 'medium' }),
    }),
    [numbers],
  );
  const utc = `${iso.slice(0, 16).replace('T', ' ')} UTC`;
  const moment = useSyncExternalStore(
    never,
    () => (only === 'time' ? time : date).format(ms),
    () => (only === 'time' ? `${iso.slice(11, 19)} UTC` : utc),
  );
  const ago = useSyncExternalStore(
    only === 'ago' ? onTick : never,
    () => (only === 'ago' ? formats.ago(ms, Math.max(nowMs(), ms)) : ''),
    () => utc,
  );
  return only === 'ago' ? (
    <time dateTime={iso} title={moment}>
      {ago}
    </time>
  ) : (
    <time dateTime={iso}>{moment}</time>
  );
}
