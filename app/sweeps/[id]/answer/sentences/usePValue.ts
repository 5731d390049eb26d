'use client';
import { useTranslations } from 'use-intl';
import { absent } from '../../../../format/formats';
import { useFormats } from '../../../../format/useFormats';

interface PValueText {
  /** "0.012", "< 0.001" */
  inCell(pValue: number | null): string;
  /** "p = 0.012", "p < 0.001" */
  inSentence(pValue: number | null): string;
}

const least = 0.001;

export function usePValue(): PValueText {
  const words = useTranslations('sentences');
  const formats = useFormats();
  return {
    inCell: (pValue) => {
      if (pValue === null) return absent;
      return pValue < least ? `< ${formats.fixed(least, 3)}` : formats.fixed(pValue, 3);
    },
    inSentence: (pValue) => {
      if (pValue === null) return words('pUnknown');
      return pValue < least
        ? words('pBelow', { p: formats.fixed(least, 3) })
        : words('p', { p: formats.fixed(pValue, 3) });
    },
  };
}
