/** An axis of a chart that is not over time. */
export interface AxisSpec {
  label: string;
  unit?: string | undefined;
  log?: boolean | undefined;
  /** How a value is written, at ticks and where it is read. Categories stand at 0, 1, 2 …: between them it is ''. */
  format(value: number): string;
}

export function isCategorical(axis: AxisSpec): boolean {
  return axis.format(0.5) === '';
}

/** "duration (s)" */
export function axisText({ label, unit }: AxisSpec): string {
  return unit ? `${label} (${unit})` : label;
}
