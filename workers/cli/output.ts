import { toJsonText } from '@/lib/domain/metric';
import type { ExportColumn } from '@/lib/export/exportTable';
import { toTextTable } from '@/lib/export/textTable';

/** Everything a script reads goes to standard output, everything for people beside it to standard error. */
export function printJson(value: unknown): void {
  process.stdout.write(`${toJsonText(value, 2)}\n`);
}

export function printTable(
  columns: ExportColumn[],
  rows: Record<string, string | number | boolean | null>[],
): void {
  process.stdout.write(`${toTextTable(columns, rows).trimEnd()}\n`);
}

export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
