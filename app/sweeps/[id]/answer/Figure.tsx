'use client';
import { type ReactNode, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { saveFigure } from '../../../charts/saveFigure';
import { useWidth } from '../../../charts/useWidth';
import styles from './answer.module.css';

const kinds = { svg: 'saveSvg', png: 'savePng' } as const;

/** A figure as wide as its place, or panels beside each other, that can be saved. */
export function Figure({
  title,
  most = 900,
  isOfPanels = false,
  children,
}: {
  title: string;
  /** Wider it does not grow, in px. */
  most?: number;
  isOfPanels?: boolean;
  children: (width: number) => ReactNode;
}) {
  const words = useTranslations('answer');
  const place = useRef<HTMLDivElement>(null);
  const width = Math.min(useWidth(place), most);
  const save = (kind: keyof typeof kinds) => {
    if (place.current) void saveFigure(kind, title, place.current);
  };
  return (
    <figure className={styles['figure']}>
      <div ref={place} className={isOfPanels ? styles['panels'] : undefined}>
        {width > 0 ? children(width) : null}
      </div>
      {(['svg', 'png'] as const).map((kind) => (
        <button
          key={kind}
          type="button"
          className="quiet small"
          onClick={() => save(kind)}
          aria-label={`${words(kinds[kind])}: ${title}`}
        >
          {words(kinds[kind])}
        </button>
      ))}
    </figure>
  );
}
