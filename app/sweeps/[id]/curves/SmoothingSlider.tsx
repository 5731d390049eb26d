'use client';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { SmoothingKind } from '@/lib/series/smooth';
import { useFormats } from '../../../format/useFormats';
import styles from './curves.module.css';
import { amountRanges } from './curvesState';
import type { CurvesState } from './useCurvesState';

const settleMs = 80;

/** How strongly the curves are smoothed. The thumb follows at once, the curves when it rests a moment. */
export function SmoothingSlider({
  state,
  kind,
}: {
  state: CurvesState;
  kind: Exclude<SmoothingKind, 'none'>;
}) {
  const words = useTranslations('curves');
  const formats = useFormats();
  const { min, max, step } = amountRanges[kind];
  const chosen = state.smoothing.amount;
  const [amount, setAmount] = useState(chosen);
  useEffect(() => setAmount(chosen), [chosen]);
  const { slide } = state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a moved thumb is written to the address
  useEffect(() => {
    if (amount === chosen) return undefined;
    const timer = setTimeout(() => slide({ amount }), settleMs);
    return () => clearTimeout(timer);
  }, [amount]);
  return (
    <label className={styles['slider']}>
      {words(`amounts.${kind}`)}
      <input
        type="range"
        min={min}
        max={max}
        step={step}
        value={amount}
        onChange={(event) => setAmount(Number(event.currentTarget.value))}
      />
      <output>{formats.general(amount)}</output>
    </label>
  );
}
