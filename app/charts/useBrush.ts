'use client';
import { type PointerEvent, useRef, useState } from 'react';
import type { ParallelLine, ParallelRanges } from './parallel';
import { isKept, lineNear, type ParallelLayout, type PlacedAxis, rangeBetween } from './parallelLayout';

/** A press this near to an axis, in px, begins a range. */
const axisReach = 16;
/** A pointer that moved less between down and up, in px, clicked. */
const clickReach = 4;
const lineReach = 14;

interface Drag {
  placed: PlacedAxis;
  from: number;
  to: number;
}

/** Pointing at lines, picking them, and dragging ranges along the axes of parallel coordinates. */
export function useBrush({
  layout,
  ranges,
  onRange,
  onPoint,
  onPick,
}: {
  layout: ParallelLayout | undefined;
  ranges: ParallelRanges;
  onRange: (key: string, range: [number, number] | undefined) => void;
  onPoint: (line: ParallelLine | undefined) => void;
  onPick: ((id: string) => void) | undefined;
}) {
  const [drag, setDrag] = useState<Drag | undefined>(undefined);
  const downAt = useRef<{ x: number; y: number } | undefined>(undefined);
  const placeOf = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.querySelector('canvas')?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const shareAt = (y: number) => (layout ? (layout.bottom - y) / (layout.bottom - layout.top) : 0);
  const rangeOf = ({ placed, from, to }: Drag) => rangeBetween(shareAt(from), shareAt(to), placed);
  const lineAt = (at: { x: number; y: number }) => {
    if (!layout) return undefined;
    const axes = layout.axes.map(({ axis }) => axis);
    return lineNear(layout, (line) => isKept(line, axes, ranges), at, lineReach);
  };
  return {
    /** The ranges while one is dragged. */
    draft: drag ? withRange(ranges, drag.placed.axis.key, rangeOf(drag)) : undefined,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        const at = placeOf(event);
        downAt.current = at;
        const placed = layout?.axes.find((axis) => Math.abs(axis.x - at.x) <= axisReach);
        // A finger scrolls; it has the sliders.
        if (!placed || event.button !== 0 || event.pointerType === 'touch') return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ placed, from: at.y, to: at.y });
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const at = placeOf(event);
        if (drag) setDrag({ ...drag, to: at.y });
        else onPoint(lineAt(at));
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => {
        const at = placeOf(event);
        const down = downAt.current;
        downAt.current = undefined;
        setDrag(undefined);
        if (!down) return;
        if (Math.hypot(at.x - down.x, at.y - down.y) >= clickReach) {
          if (drag) onRange(drag.placed.axis.key, rangeOf({ ...drag, to: at.y }));
          return;
        }
        // A click on an axis with a range takes it away; elsewhere it picks a line.
        if (drag && ranges[drag.placed.axis.key]) return onRange(drag.placed.axis.key, undefined);
        const line = lineAt(at);
        if (line) onPick?.(line.id);
      },
      onPointerCancel: () => setDrag(undefined),
      onPointerLeave: () => onPoint(undefined),
    },
  };
}

function withRange(ranges: ParallelRanges, key: string, range: [number, number] | undefined): ParallelRanges {
  const { [key]: _, ...others } = ranges;
  return range ? { ...others, [key]: range } : others;
}
