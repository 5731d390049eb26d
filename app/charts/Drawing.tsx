'use client';
import { useLayoutEffect, useRef } from 'react';

const mostPixelRatio = 2;

/** A canvas of a size in px, drawn anew whenever what draws it is another function. */
export function Drawing({
  description,
  width,
  height,
  draw,
}: {
  /** Said by screen readers in place of the picture. */
  description: string;
  width: number;
  height: number;
  draw: (context: CanvasRenderingContext2D) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const { current } = canvas;
    const context = current?.getContext('2d');
    if (!current || !context) return;
    const ratio = Math.min(window.devicePixelRatio, mostPixelRatio);
    // Setting its size clears a canvas.
    current.width = Math.round(width * ratio);
    current.height = Math.round(height * ratio);
    current.style.width = `${width}px`;
    current.style.height = `${height}px`;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw(context);
  }, [width, height, draw]);
  return <canvas ref={canvas} role="img" aria-label={description} />;
}
