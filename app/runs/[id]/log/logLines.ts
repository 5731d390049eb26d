import type { LogsResponse } from '@/lib/domain/api';

export type LoggedLine = LogsResponse['logs'][number];

/** As many as the server sends, the newest ones (lib/server/runs.ts). */
export const mostLines = 2000;

export const logFilters = ['all', 'warn', 'error'] as const;
/** warn: warnings and errors. */
export type LogFilter = (typeof logFilters)[number];

/** The lines that a filter keeps and that hold `text`, whatever its case; with their place among all. */
export function filteredLines(
  lines: readonly LoggedLine[],
  filter: LogFilter,
  text: string,
): { line: LoggedLine; index: number }[] {
  const wanted = text.trim().toLowerCase();
  return lines.flatMap((line, index) => {
    const passes = filter === 'all' || line.level === 'error' || (filter === 'warn' && line.level === 'warn');
    return passes && line.text.toLowerCase().includes(wanted) ? [{ line, index }] : [];
  });
}

/** As a file: one line each, times in UTC. */
export function logText(lines: readonly LoggedLine[]): string {
  return lines
    .map(
      ({ timeMs, attempt, level, text }) =>
        `${new Date(timeMs).toISOString()} #${attempt} ${level} ${text}\n`,
    )
    .join('');
}
