/** Whether every word of the query is in the command's words, in any order. */
export function matchesCommand(
  command: { label: string; hint?: string | undefined },
  query: string,
): boolean {
  const text = `${command.label} ${command.hint ?? ''}`.toLocaleLowerCase();
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
