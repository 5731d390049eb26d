import { linearScale } from './linearScale';
import { figureText, paint } from './paint';

export interface CurvePlotProps {
  title: string;
  description: string;
  /** Dots, with intervals where they have one. */
  points: readonly { x: number; value: number; low: number | null; high: number | null }[];
  /** The fitted or expected curve, and its band. */
  line: readonly { x: number; value: number; low?: number; high?: number }[];
  /** From here on the curve is drawn beyond what was measured. */
  measuredTo: number;
  /** A place on the x axis that is spoken of. */
  mark?: { x: number; label: string } | undefined;
  xLabel: string;
  yLabel: string;
  width: number;
  formatX: (value: number) => string;
  format: (value: number) => string;
}

const left = 46;
const right = 14;
const top = 26;
const plotHeight = 190;
const bottom = 42;

/** Values over a logarithmic axis: of training pairs, or of trials. */
export function CurvePlot(props: CurvePlotProps) {
  const { title, description, points, line, measuredTo, mark, xLabel, yLabel, width, formatX, format } =
    props;
  const xs = [...points, ...line].map((point) => point.x);
  const [least, greatest] = [Math.min(...xs), Math.max(...xs)];
  const span = Math.log(greatest / least) || 1;
  const x = (value: number) => left + (Math.log(value / least) / span) * (width - left - right);
  // A band may open without end beyond the data: its bounds do not stretch the axis.
  const scale = linearScale(
    [
      ...points.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]),
      ...line.map(({ value }) => value),
    ],
    5,
  );
  const y = (value: number) => top + plotHeight * (1 - Math.min(1, Math.max(0, scale.share(value))));
  const height = top + plotHeight + bottom;
  const path = (part: readonly { x: number; value: number }[]) =>
    part.map((point) => `${x(point.x)},${y(point.value)}`).join(' ');
  const band = line.flatMap(({ x: at, low, high }) =>
    low === undefined || high === undefined ? [] : [{ at, low, high }],
  );
  const outline = [
    ...band.map(({ at, high }) => `${x(at)},${y(high)}`),
    ...band.map(({ at, low }) => `${x(at)},${y(low)}`).reverse(),
  ];
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={`${title}. ${description}`}
      {...figureText}
    >
      <text x={0} y={13} fill={paint.soft}>
        {yLabel}
      </text>
      {outline.length === 0 ? null : <polygon points={outline.join(' ')} fill={paint.band} />}
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} stroke={paint.grid} />
          <text x={left - 6} y={y(tick)} dy="0.32em" textAnchor="end" fill={paint.soft}>
            {format(tick)}
          </text>
        </g>
      ))}
      {logTicks(least, greatest, width < 500 ? 4 : 8).map((tick) => (
        <text key={tick} x={x(tick)} y={top + plotHeight + 16} textAnchor="middle" fill={paint.soft}>
          {formatX(tick)}
        </text>
      ))}
      {mark && mark.x >= least && mark.x <= greatest ? (
        <g>
          <line
            x1={x(mark.x)}
            x2={x(mark.x)}
            y1={top}
            y2={top + plotHeight}
            stroke={paint.line}
            strokeDasharray="3 3"
          />
          <text
            x={x(mark.x)}
            y={top + 12}
            dx={x(mark.x) > width / 2 ? -5 : 5}
            textAnchor={x(mark.x) > width / 2 ? 'end' : 'start'}
            fill={paint.ink}
          >
            {mark.label}
          </text>
        </g>
      ) : null}
      <polyline
        points={path(line.filter((point) => point.x <= measuredTo))}
        fill="none"
        stroke={paint.accent}
        strokeWidth={2}
      />
      <polyline
        points={path(line.filter((point) => point.x >= measuredTo))}
        fill="none"
        stroke={paint.accent}
        strokeWidth={2}
        strokeDasharray="5 4"
      />
      {points.map(({ x: at, value, low, high }) => (
        <g key={at}>
          {low === null || high === null ? null : (
            <line x1={x(at)} x2={x(at)} y1={y(low)} y2={y(high)} stroke={paint.ink} strokeWidth={1.5} />
          )}
          <circle cx={x(at)} cy={y(value)} r={4} fill={paint.ink} />
        </g>
      ))}
      <text x={(left + width - right) / 2} y={height - 6} textAnchor="middle" fill={paint.soft}>
        {xLabel}
      </text>
    </svg>
  );
}

/** 1, 2 and 5 times powers of ten; fewer where there is no room. */
function logTicks(least: number, greatest: number, most: number): number[] {
  const all = [1, 2, 5].flatMap((digit) => Array.from({ length: 10 }, (_, power) => digit * 10 ** power));
  const inside = all.filter((tick) => tick >= least && tick <= greatest).sort((a, b) => a - b);
  const tens = inside.filter((tick) => Number.isInteger(Math.log10(tick)));
  if (inside.length <= most) return inside;
  return tens.length > 1 ? tens : inside.filter((_, at) => at % Math.ceil(inside.length / most) === 0);
}
