import type { Formats } from '../format/formats';
import type { Words } from '../i18n/words';
import type { XAxis } from './series';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** The title of the x axis with its unit; time depends on how much of it is shown. */
export function axisTitle(x: XAxis, range: readonly [number, number], words: Words<'charts'>): string {
  if (x !== 'time') return words(`axis.${x}`);
  return words(range[1] - range[0] >= hourMs ? 'axis.hours' : 'axis.minutes');
}

/** A tick of the x axis. @param range what the axis shows */
export function axisTick(
  value: number,
  x: XAxis,
  range: readonly [number, number],
  formats: Formats,
): string {
  switch (x) {
    case 'step':
      return formats.general(value);
    case 'epoch':
      return formats.general(value);
    case 'tokens':
      return shortCount(value, formats);
    case 'time':
      return clock(value, range[1] - range[0] >= hourMs ? minuteMs : secondMs);
  }
}

/** Where the crosshair stands, in words. */
export function positionText(x: number, axis: XAxis, words: Words<'charts'>, formats: Formats): string {
  const value =
    axis === 'time'
      ? formats.duration(x)
      : axis === 'epoch'
        ? formats.epoch(Number(x.toFixed(2)))
        : axis === 'tokens'
          ? shortCount(x, formats)
          : formats.general(x);
  return words(`at.${axis}`, { value });
}

/** Distances between ticks of time that a clock has too. */
const timeSteps = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
];

/** The distance between ticks of time, so that there are at most `most` of them. @param rangeMs above 0 */
export function timeStepMs(rangeMs: number, most = 7): number {
  const day = 86_400 * secondMs;
  const step = timeSteps.find((seconds) => rangeMs / (seconds * secondMs) <= most);
  return step === undefined ? Math.ceil(rangeMs / most / day) * day : step * secondMs;
}

/** 1:05: of a larger unit and its sixtieths. */
function clock(ms: number, smallMs: number): string {
  const small = Math.round(ms / smallMs);
  return `${Math.floor(small / 60)}:${String(small % 60).padStart(2, '0')}`;
}

function shortCount(value: number, formats: Formats): string {
  if (value >= 1e9) return `${formats.general(value / 1e9)} G`;
  if (value >= 1e6) return `${formats.general(value / 1e6)} M`;
  return value >= 1e4 ? `${formats.general(value / 1e3)} k` : formats.general(value);
}
