import { linearScale } from './linearScale';
import { figureText, paint } from './paint';

export interface DotIntervalRow {
  key: string;
  label: string;
  /** At the right: the numbers. */
  text: string;
  value: number;
  /** null: there is no interval, and the dot is hollow. */
  low: number | null;
  high: number | null;
  /** Faint behind: each matched pair. */
  points: readonly number[];
}

export interface DotIntervalProps {
  title: string;
  /** For those who do not see it. */
  description: string;
  rows: readonly DotIntervalRow[];
  width: number;
  /** Where nothing has happened: 0 of a difference, 0.5 of a probability. */
  reference: number;
  axisLabel: string;
  /** Which way is good, said at the axis: "better →". */
  direction: string;
  format: (value: number) => string;
}

/** Narrower, a row's numbers stand beneath it. */
const narrow = 560;
const plotOffset = 32;
const side = 10;
const axisHeight = 40;

/** A row an effect: its dot, the line of its interval, and every pair behind, on one axis. */
export function DotInterval(props: DotIntervalProps) {
  const { title, description, rows, width, reference, axisLabel, direction, format } = props;
  const values = rows.flatMap(({ value, low, high, points }) => [
    value,
    low ?? value,
    high ?? value,
    ...points,
  ]);
  const scale = linearScale([...values, reference], width < 500 ? 4 : 8);
  const x = (value: number) => side + scale.share(value) * (width - 2 * side);
  const isNarrow = width < narrow;
  const rowHeight = isNarrow ? 64 : 48;
  const bottom = rows.length * rowHeight + 4;
  return (
    <svg
      viewBox={`0 0 ${width} ${bottom + axisHeight}`}
      width={width}
      height={bottom + axisHeight}
      role="img"
      aria-label={`${title}. ${description}`}
      {...figureText}
    >
      {scale.ticks.map((tick) => (
        <text key={tick} x={x(tick)} y={bottom + 15} textAnchor={anchor(x(tick), width)} fill={paint.soft}>
          {format(tick)}
        </text>
      ))}
      {rows.map((row, at) => (
        // Short lines a row, so that none runs through its words.
        <g key={row.key}>
          {scale.ticks.map((tick) => (
            <line
              key={tick}
              x1={x(tick)}
              x2={x(tick)}
              y1={at * rowHeight + plotOffset - 8}
              y2={at * rowHeight + plotOffset + 8}
              stroke={paint.grid}
            />
          ))}
          <line
            x1={x(reference)}
            x2={x(reference)}
            y1={at * rowHeight + plotOffset - 9}
            y2={at * rowHeight + plotOffset + 9}
            stroke={paint.line}
            strokeWidth={1.5}
          />
        </g>
      ))}
      {rows.map((row, at) => (
        <EffectRow key={row.key} row={row} y={at * rowHeight} width={width} isNarrow={isNarrow} x={x} />
      ))}
      <text x={side} y={bottom + 33} fill={paint.soft}>
        {axisLabel}
      </text>
      <text x={width - side} y={bottom + 33} textAnchor="end" fill={paint.soft}>
        {direction}
      </text>
    </svg>
  );
}

function EffectRow({
  row: { label, text, value, low, high, points },
  y,
  width,
  isNarrow,
  x,
}: {
  row: DotIntervalRow;
  y: number;
  width: number;
  isNarrow: boolean;
  x: (value: number) => number;
}) {
  const middle = y + plotOffset;
  return (
    <g>
      <text x={side} y={y + 16} fill={paint.ink} fontWeight={600}>
        {label}
      </text>
      <text
        x={isNarrow ? side : width - side}
        y={isNarrow ? y + plotOffset + 22 : y + 16}
        textAnchor={isNarrow ? 'start' : 'end'}
        fill={paint.soft}
      >
        {text}
      </text>
      <path
        d={points.map((point) => `M${x(point)} ${middle - 5}v10`).join('')}
        stroke={paint.line}
        strokeOpacity={0.45}
      />
      {low === null || high === null ? null : (
        <line
          x1={x(low)}
          x2={x(high)}
          y1={middle}
          y2={middle}
          stroke={paint.accent}
          strokeWidth={3}
          strokeLinecap="round"
        />
      )}
      <circle
        cx={x(value)}
        cy={middle}
        r={5}
        fill={low === null ? paint.page : paint.accent}
        stroke={low === null ? paint.accent : paint.page}
        strokeWidth={1.5}
      />
    </g>
  );
}

function anchor(x: number, width: number): 'start' | 'middle' | 'end' {
  if (x < 24) return 'start';
  return x > width - 24 ? 'end' : 'middle';
}
