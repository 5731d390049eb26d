/** A symbol as it can be seen: blanks as ␣, line and tab marks by their signs. */
export function shownSymbol(symbol: string): string {
  return symbol.replaceAll('\n', '␊').replaceAll('\t', '␉').replace(/\p{Z}/gu, '␣');
}
