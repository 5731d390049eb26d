'use client';
import { type ReactNode, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { fileName, saveText } from '../../../charts/saveFile';
import { useWidth } from '../../../charts/useWidth';
import styles from './answer.module.css';

/** A figure as wide as its place, that can be saved. */
export function Figure({
  title,
  most = 900,
  children,
}: {
  title: string;
  /** Wider it does not grow, in px. */
  most?: number;
  children: (width: number) => ReactNode;
}) {
  const words = useTranslations('answer');
  const place = useRef<HTMLDivElement>(null);
  const width = Math.min(useWidth(place), most);
  const save = () => {
    const picture = place.current?.querySelector('svg');
    if (!picture) return;
    const copy = picture.cloneNode(true);
    if (!(copy instanceof SVGElement)) return;
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    saveText(new XMLSerializer().serializeToString(copy), fileName(title, 'svg'), 'image/svg+xml');
  };
  return (
    <figure className={styles['figure']}>
      <div ref={place}>{width > 0 ? children(width) : null}</div>
      <button
        type="button"
        className="quiet small"
        onClick={save}
        aria-label={`${words('saveSvg')}: ${title}`}
      >
        {words('saveSvg')}
      </button>
    </figure>
  );
}
