import { fitText } from '../fitText';
import { placeLabels } from '../labelLayout';
import { linearScale } from './linearScale';
import { approximateWidth, figureText, paint, seriesLooks } from './paint';

export interface MeansPlotProps {
  title: string;
  description: string;
  /** Beneath the title: what the picture comes to. */
  note: string;
  /** Names beneath the axis. */
  levels: readonly string[];
  /** One line, or a line for each level of a second factor; null: nothing was measured. */
  series: readonly { label: string; values: readonly (number | null)[] }[];
  /** Shared by all panels beside each other: from the least to the greatest mean. */
  domain: readonly [number, number];
  width: number;
  format: (value: number) => string;
}

const left = 40;
const top = 40;
const plotHeight = 120;
const bottom = 24;

/** Means by a factor's levels; of two factors a line for each level of the other, parallel where they do not interact. */
export function MeansPlot({
  title,
  description,
  note,
  levels,
  series,
  domain,
  width,
  format,
}: MeansPlotProps) {
  const scale = linearScale(domain, 4);
  const labelRoom = series.length > 1 ? 74 : 12;
  const room = width - left - labelRoom;
  const x = (at: number) => left + (room * (at + 0.5)) / levels.length;
  const y = (value: number) => top + plotHeight * (1 - scale.share(value));
  const height = top + plotHeight + bottom;
  const ends = series.map(({ label, values }) => {
    const last = values.findLast((value) => value !== null);
    return { text: label, y: y(last ?? scale.low) };
  });
  const labels = placeLabels(ends, top, top + plotHeight, 14);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={`${title}. ${description}`}
      {...figureText}
    >
      <text x={0} y={13} fill={paint.ink} fontWeight={600}>
        {title}
      </text>
      <text x={0} y={28} fill={paint.soft}>
        {note}
      </text>
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line x1={left} x2={left + room} y1={y(tick)} y2={y(tick)} stroke={paint.grid} />
          <text x={left - 6} y={y(tick)} dy="0.32em" textAnchor="end" fill={paint.soft}>
            {format(tick)}
          </text>
        </g>
      ))}
      {series.map(({ label, values }, at) => {
        const { stroke, dash } = seriesLooks[at % seriesLooks.length] ?? seriesLooks[0];
        const points = values.flatMap((value, level) =>
          value === null ? [] : [[x(level), y(value)] as const],
        );
        const placed = labels.find(({ text }) => text === label);
        return (
          <g key={label}>
            <polyline
              points={points.map((point) => point.join(',')).join(' ')}
              fill="none"
              stroke={stroke}
              strokeWidth={2}
              strokeDasharray={dash}
            />
            {points.map(([cx, cy]) => (
              <circle key={cx} cx={cx} cy={cy} r={3.5} fill={stroke} />
            ))}
            {series.length > 1 && placed && points.length > 0 ? (
              <text x={left + room + 4} y={placed.placedY} dy="0.32em" fill={stroke}>
                {fitText(label, labelRoom - 6, approximateWidth)}
              </text>
            ) : null}
          </g>
        );
      })}
      {levels.map((level, at) => (
        <text key={level} x={x(at)} y={height - 8} textAnchor="middle" fill={paint.ink}>
          {fitText(level, room / levels.length, approximateWidth)}
        </text>
      ))}
    </svg>
  );
}
