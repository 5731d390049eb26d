'use client';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '../format/useFormats';
import styles from './translations.module.css';
import type { Film } from './useFilm';

/** Play, step and slide through the epochs. */
export function FilmControls({ film }: { film: Film }) {
  const words = useTranslations('translations.film');
  const formats = useFormats();
  const id = useId();
  const { epochs, index, epoch, isPlaying, setPlaying, goTo } = film;
  const newest = epochs.length - 1;
  if (epoch === undefined) return null;
  return (
    <div className={styles['film']}>
      <button type="button" disabled={epochs.length < 2} onClick={() => setPlaying(!isPlaying)}>
        <span aria-hidden="true">{isPlaying ? '❚❚' : '▶'}</span> {isPlaying ? words('pause') : words('play')}
      </button>
      <button
        type="button"
        aria-label={words('before')}
        disabled={index <= 0}
        onClick={() => goTo(index - 1)}
      >
        ‹
      </button>
      <input
        id={id}
        type="range"
        min={0}
        max={newest}
        value={index}
        disabled={epochs.length < 2}
        aria-valuetext={words('epoch', { epoch: formats.epoch(epoch) })}
        onChange={(event) => goTo(Number(event.currentTarget.value))}
      />
      <button
        type="button"
        aria-label={words('after')}
        disabled={index >= newest}
        onClick={() => goTo(index + 1)}
      >
        ›
      </button>
      <label htmlFor={id} className={styles['filmLabel']}>
        {words('position', { epoch: formats.epoch(epoch), last: formats.epoch(epochs[newest] ?? epoch) })}
      </label>
    </div>
  );
}
