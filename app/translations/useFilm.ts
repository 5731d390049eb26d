'use client';
import { type KeyboardEvent, useEffect, useState } from 'react';

const frameMs = 700;

export interface Film {
  epochs: readonly number[];
  /** Position of the shown epoch; -1 where there is none. */
  index: number;
  epoch: number | undefined;
  isPlaying: boolean;
  setPlaying: (isPlaying: boolean) => void;
  goTo: (index: number) => void;
  /** Arrow keys step, for the region about the film. */
  onKeyDown: (event: KeyboardEvent) => void;
}

interface FilmState {
  /** Ascending. */
  epochs: readonly number[];
  /** The epoch that was chosen; null shows the newest, also while new ones come. */
  chosen: number | null;
  onChosen: (epoch: number | null) => void;
  /** Whether the frame of the shown epoch is there: a film waits for its pictures. */
  isReady?: boolean;
}

/** A film over epochs. It plays only when a person starts it, and ends at the newest epoch. */
export function useFilm({ epochs, chosen, onChosen, isReady = true }: FilmState): Film {
  const [isPlaying, setPlaying] = useState(false);
  const newest = epochs.length - 1;
  const found = chosen === null ? newest : epochs.indexOf(chosen);
  const index = found === -1 ? newest : found;
  const goTo = (next: number) => {
    const bounded = Math.max(0, Math.min(newest, next));
    onChosen(bounded === newest ? null : (epochs[bounded] ?? null));
  };

  useEffect(() => {
    if (!isPlaying || !isReady) return undefined;
    if (index >= newest) {
      setPlaying(false);
      return undefined;
    }
    const next = index + 1 >= newest ? null : (epochs[index + 1] ?? null);
    const timer = setTimeout(() => onChosen(next), frameMs);
    return () => clearTimeout(timer);
  }, [isPlaying, isReady, index, newest, epochs, onChosen]);

  return {
    epochs,
    index,
    epoch: epochs[index],
    isPlaying,
    setPlaying: (next) => {
      if (next && index >= newest) goTo(0);
      setPlaying(next);
    },
    goTo,
    onKeyDown: (event) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (step === 0 || usesArrows(event.target)) return;
      event.preventDefault();
      setPlaying(false);
      goTo(index + step);
    },
  };
}

/** Sliders, radio buttons, lists and texts have their own use for arrow keys. */
function usesArrows(target: EventTarget): boolean {
  return (
    target instanceof Element &&
    target.closest('input, select, textarea, [role="slider"], [role="menu"]') !== null
  );
}
