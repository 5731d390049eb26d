/** One column of an exported table, whatever the format. */
export interface ExportColumn {
  /** where a row holds the value */
  key: string;
  /** what a person reads at its head */
  label: string;
  /** shown after the label: "Duration (s)" */
  unit?: string;
}

export type ExportValue = string | number | boolean | null;

/** A key that is absent counts as null: missing. Keys that no column names are left out. */
export type ExportRow = Readonly<Record<string, ExportValue>>;

export function columnHeading({ label, unit }: ExportColumn): string {
  return unit === undefined ? label : `${label} (${unit})`;
}
