import type { ReactElement } from 'react';
import { escapeHtml, toHtmlTable } from '@/lib/export/html';
import { escapeMarkdown, toMarkdownTable } from '@/lib/export/markdown';
import type { PublicationTable } from '@/lib/export/publication';

/** A part of a report, whatever it is written as. */
export type Block =
  | { kind: 'heading'; level: 1 | 2; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'table'; table: PublicationTable }
  /** Markdown, which has no pictures of its own, shows the table; null where a block beside it says the same. */
  | { kind: 'figure'; pictures: readonly ReactElement[]; table: PublicationTable | null }
  | { kind: 'code'; text: string };

export function toMarkdown(blocks: readonly Block[]): string {
  return `${blocks
    .flatMap((block) => markdownOf(block))
    .map((text) => text.trim())
    .join('\n\n')}\n`;
}

function markdownOf(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
      return [`${'#'.repeat(block.level)} ${escapeMarkdown(block.text)}`];
    case 'paragraph':
      return [escapeMarkdown(block.text)];
    case 'list':
      return [block.items.map((item) => `- ${escapeMarkdown(item)}`).join('\n')];
    case 'table':
      return [toMarkdownTable(block.table)];
    case 'figure':
      return block.table ? [toMarkdownTable(block.table)] : [];
    case 'code': {
      // A fence longer than any in the text.
      const longest = Math.max(2, ...Array.from(block.text.matchAll(/`+/g), ([ticks]) => ticks.length));
      const fence = '`'.repeat(longest + 1);
      return [`${fence}yaml\n${block.text.trimEnd()}\n${fence}`];
    }
  }
}

/** One page that needs nothing else: no script, no address, light and dark, fit to be printed. */
export async function toHtml(
  blocks: readonly Block[],
  { title, language }: { title: string; language: string },
) {
  // Next keeps react-dom/server out of its bundles unless it is asked for when it is needed.
  const { renderToStaticMarkup } = await import('react-dom/server');
  const body = blocks.map((block) => htmlOf(block, renderToStaticMarkup));
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...body,
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function htmlOf(block: Block, render: (element: ReactElement) => string): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escapeHtml(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
    case 'table':
      return `<div class="wide">${toHtmlTable(block.table)}</div>`;
    case 'figure':
      return `<figure>${block.pictures.map(render).join('')}</figure>`;
    case 'code':
      return `<pre>${escapeHtml(block.text)}</pre>`;
  }
}

const style = `
:root { color-scheme: light dark;
  --page: light-dark(#fff, #101214); --ink: light-dark(#14171a, #f1f3f5); --ink-soft: light-dark(#4a525b, #b4bcc5);
  --line: light-dark(#dde1e6, #2c3137); --line-strong: light-dark(#8a929c, #77818c); --grid: light-dark(#e6e9ec, #262a2f);
  --accent: light-dark(#1f4fbf, #8fb4ff); --accent-wash: light-dark(#e8eefb, #1a2540);
  --hue-0: light-dark(#0072b2, #3f9fd9); --hue-1: light-dark(#d55e00, #e8702a);
  --hue-2: light-dark(#009e73, #1fb98c); --hue-3: light-dark(#cc79a7, #d995bb);
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 var(--sans); font-variant-numeric: tabular-nums; }
main { max-width: 56rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.5rem; } h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; }
p, ul { max-width: 45rem; } li { margin: .35rem 0; }
figure { display: flex; flex-wrap: wrap; gap: 1.5rem; margin: 1rem 0; } svg { max-width: 100%; height: auto; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; border-block: 2px solid var(--ink); font-size: .9rem; }
caption { padding-bottom: .5rem; text-align: start; font-weight: 600; }
th, td { padding: .2rem 1.2rem .2rem 0; text-align: start; font-weight: 400; white-space: nowrap; }
th[align=right], td[align=right] { text-align: right; }
thead th { border-bottom: 1px solid var(--ink); }
.note { color: var(--ink-soft); font-size: .85rem; }
pre { overflow-x: auto; padding: .75rem; border: 1px solid var(--line); font-size: .85rem; }
@media print { main { max-width: none; } h2 { break-after: avoid; } figure, table { break-inside: avoid; } }
`;
