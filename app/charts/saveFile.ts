'use client';

/** A file's name from a title in any language: "test loss" is test-loss.png. */
export function fileName(title: string, extension: string): string {
  const name = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return `${name || 'chart'}.${extension}`;
}

export function saveText(text: string, filename: string, type: string): void {
  saveBlob(new Blob([text], { type: `${type};charset=utf-8` }), filename);
}

export function saveBlob(blob: Blob, filename: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = filename;
  link.click();
  // The download has its own reference by the next turn; the address would otherwise keep the picture in memory.
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
