'use client';
import { useTranslations } from 'use-intl';
import type { EstimateInterval } from '@/lib/domain/estimate';
import { useFormats } from '../format/useFormats';

/** "about 12 min left (10 min – 15 min)": an estimate is only worth something beside how far off it may be. */
export function TimeLeft({ interval }: { interval: EstimateInterval }) {
  const words = useTranslations('sweeps');
  const formats = useFormats();
  const [low, high] = [formats.roughly(interval.low), formats.roughly(interval.high)];
  return (
    <>
      {words('timeLeft', { expected: formats.roughly(interval.expected) })}
      {low === high ? null : <span className="soft"> ({words('timeLeftRange', { low, high })})</span>}
    </>
  );
}
