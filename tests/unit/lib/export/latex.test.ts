import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { effectTable, pivotTable, variantTable } from '@/app/answer/tables';
import { escapeLatex, toLatexTable } from '@/lib/export/latex';
import { variantMetrics } from '@/lib/stats/variantMetrics';
import { en, namedInput, whole } from '../../app/answer/answers';
import { nasty, smallTable, tableOf } from './publicationTables';

describe('toLatexTable', () => {
  it("writes a table with booktabs' rules, the best in bold and stars as superscripts", () => {
    expect(toLatexTable(smallTable, 'positions-variants')).toBe(
      [
        '% \\usepackage{booktabs}',
        '\\begin{table}',
        '  \\centering',
        '  \\caption{Positions: test BLEU}',
        '  \\label{tab:positions-variants}',
        '  \\begin{tabular}{lrr}',
        '    \\toprule',
        '    positions & test BLEU & difference \\\\',
        '    \\midrule',
        '    learned & \\textbf{31.4 $\\pm$ 0.9} & $-$1.8 [$-$2.7, $-$0.9]$^{**}$ \\\\',
        '    fixed & -- & baseline \\\\',
        '    \\bottomrule',
        '  \\end{tabular}',
        '  \\par\\smallskip{\\footnotesize * p $<$ 0.05, ** p $<$ 0.01.}',
        '\\end{table}',
        '',
      ].join('\n'),
    );
  });

  it('names a label of what LaTeX takes', () => {
    expect(toLatexTable(smallTable, 'a_b % {c}')).toContain('\\label{tab:a-b-c-}');
  });

  it.each([
    ['[5pt]', '{}[5pt]'],
    ['* all', '{}* all'],
    ['a [b]', 'a [b]'],
  ])('keeps a row that begins with %j from being read as the end of the row before', (text, cell) => {
    const rows = [[{ text }]];
    expect(toLatexTable({ ...smallTable, rows }, 'x')).toContain(`    ${cell} \\\\`);
  });
});

describe('escapeLatex', () => {
  it('makes every special character a character', () => {
    expect(escapeLatex(nasty)).toBe(
      '$|$ ` $<$ $>$ \\& \\% \\_ \\# \\{ \\} \\textasciitilde{} \\textasciicircum{} \\textbackslash{} \\$ * [ ] " \'',
    );
  });

  it.each([
    ['a\r\nb', 'a b'],
    ['\u0000\u001b[31m', ' [31m'],
    ['\\input{x}', '\\textbackslash{}input\\{x\\}'],
    ['+∞ → −∞', '+$\\infty$ $\\to$ $-$$\\infty$'],
    ['“it’s”', "``it's''"],
  ])('of %j is %j', (text, expected) => {
    expect(escapeLatex(text)).toBe(expected);
  });
});

const hasLatex = spawnSync('pdflatex', ['--version']).status === 0;
if (!hasLatex) {
  console.warn(
    "skipped: compiling LaTeX tables needs pdflatex, Debian's packages texlive-latex-base texlive-latex-recommended",
  );
}

describe.skipIf(!hasLatex)('pdflatex', () => {
  it('sets the tables without an error, whatever is in their texts, and needs nothing but booktabs', () => {
    const tables = [
      smallTable,
      tableOf(nasty),
      tableOf('[5pt] \\input{secret} 100% $x_1^2$ ~ #1'),
      variantTable(whole, en),
      effectTable(whole, en),
      pivotTable(whole, ['positions', 'dModel'], variantMetrics(whole, namedInput().runs), en),
      tableOf('* − ± × → – · ∞ ’ “ ” café \u0007'),
    ];
    const { status, log } = compiled(tables.map((table, at) => toLatexTable(table, `t-${at}`)).join('\n'));
    expect(status, log.slice(-2000)).toBe(0);
    expect(log).toContain('Output written on');
    expect(log).not.toMatch(/^LaTeX (Font )?Warning.*(Missing|undefined)/m);
    expect(log).not.toMatch(/Missing character/);
  });

  it('refuses a text that was not escaped, so that this test can fail', () => {
    expect(compiled(toLatexTable(smallTable, 'x').replace('learned', 'a_b')).status).not.toBe(0);
  });
});

function compiled(body: string): { status: number | null; log: string } {
  const folder = mkdtempSync(join(tmpdir(), 'heldout-latex-'));
  try {
    const document = ['\\documentclass{article}', '\\usepackage{booktabs}', '\\begin{document}', body];
    writeFileSync(join(folder, 'table.tex'), [...document, '\\end{document}', ''].join('\n'));
    const flags = ['-interaction=nonstopmode', '-halt-on-error', '-no-shell-escape', 'table.tex'];
    const { status } = spawnSync('pdflatex', flags, { cwd: folder, timeout: 60_000 });
    return { status, log: readFileSync(join(folder, 'table.log'), 'latin1') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
