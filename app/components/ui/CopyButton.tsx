'use client';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from './Icon';
import { useToast } from './Toasts';

const shownMs = 2000;

/** Copies `text`; `label` says what ("Copy link"). */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const words = useTranslations('common');
  const toast = useToast();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // The clipboard needs a secure context (or localhost) and permission.
      toast({ text: words('copyFailed'), kind: 'error' });
    }
  };
  return (
    <button type="button" onClick={() => void copy()}>
      <Icon name={isCopied ? 'check' : 'copy'} />
      <span aria-live="polite">{isCopied ? words('copied') : label}</span>
    </button>
  );
}
