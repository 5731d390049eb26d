export interface SortColumn {
  id: string;
  desc: boolean;
}

/** Columns that the table is sorted by, as addresses name them: test/bleu:desc */
export function parseSort(texts: readonly string[]): SortColumn[] {
  return texts.map((text) => {
    const desc = text.endsWith(':desc');
    return { id: desc ? text.slice(0, -':desc'.length) : text, desc };
  });
}

export function formatSort(columns: readonly SortColumn[]): string[] {
  return columns.map(({ id, desc }) => (desc ? `${id}:desc` : id));
}
