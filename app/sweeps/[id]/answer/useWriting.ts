'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { TableWriting } from '../../../answer/tables';
import { useFormats, useNames } from '../../../format/useFormats';
import { useSweep } from '../SweepProvider';

/** What the figures and tables of an answer are written with. */
export function useWriting(): TableWriting {
  const words = useTranslations('answer');
  const formats = useFormats();
  const names = useNames();
  const { detail } = useSweep();
  const { name } = detail.sweep;
  return useMemo(() => ({ name, words, names, formats }), [name, words, names, formats]);
}
