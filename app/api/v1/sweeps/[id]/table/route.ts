import { z } from 'zod';
import { answerOptionsSchema } from '@/lib/domain/answerInput';
import { slugOf } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import { metricNameSchema } from '@/lib/domain/metric';
import { effectRecords, type Records, variantRecords } from '@/lib/export/ablationRecords';
import { toCsv } from '@/lib/export/csv';
import { toHtmlTable } from '@/lib/export/html';
import { toJson } from '@/lib/export/json';
import { toLatexTable } from '@/lib/export/latex';
import { toMarkdownTable } from '@/lib/export/markdown';
import { pivotRecords } from '@/lib/export/pivot';
import { toPublicationText } from '@/lib/export/publicationText';
import { getAnswer } from '@/lib/server/answers';
import { getSweep } from '@/lib/server/sweeps';
import { variantMetrics } from '@/lib/stats/variantMetrics';
import { effectTable, pivotTable, variantTable } from '../../../../../answer/tables';
import { reportLanguageSchema, reportWriting } from '../../../../../report/writing';
import { attachment, handle } from '../../../../http';
import { parseQuery } from '../../../../query';

const querySchema = answerOptionsSchema.extend({
  format: z.enum(['csv', 'json', 'md', 'latex', 'html', 'text']).default('csv'),
  rows: z.enum(['variants', 'factors', 'pivot']).default('variants'),
  /** Two factors, rows and columns: positions,heads */
  pivot: z.string().optional(),
  /** What the cells of a pivot table are means of; the reported one where none is given. */
  metric: metricNameSchema.optional(),
  lang: reportLanguageSchema,
});
type Query = z.infer<typeof querySchema>;

const files = {
  csv: { extension: 'csv', type: 'text/csv' },
  json: { extension: 'json', type: 'application/json' },
  md: { extension: 'md', type: 'text/markdown' },
  latex: { extension: 'tex', type: 'application/x-tex' },
  html: { extension: 'html', type: 'text/html' },
  text: { extension: 'txt', type: 'text/plain' },
};

/** ?format= &rows=variants|factors|pivot &pivot=ROWS,COLUMNS &metric=test/chrf &lang=, and the options of the answer */
export const GET = handle<{ id: string }>('person', async ({ params, url }) => {
  const query = parseQuery(new Map(url.searchParams), querySchema, 'The ablation table');
  const { format, rows, pivot, metric, lang, ...options } = query;
  for (const [key, value] of Object.entries({ pivot, metric })) {
    if (value === undefined || rows === 'pivot') continue;
    throw new HeldoutError(
      'invalid_input',
      `The ablation table: ${key}=${value} wants rows=pivot, got rows=${rows}.`,
      { path: key },
    );
  }
  const answer = await getAnswer(params.id, options);
  // An empty table would say that there is nothing, not that it must not be compared.
  if (answer.refusal !== null)
    throw new HeldoutError('not_comparable', `The ablation table: ${answer.refusal}`);
  const { sweep, runs } = getSweep(params.id);
  const { name } = sweep;
  const measured = () => variantMetrics(answer, runs, metric);
  const isOther = metric !== undefined && metric !== answer.metric.report;
  const stem = `${slugOf(name, 'sweep')}-${rows}${isOther ? `-${metric.replace('/', '-')}` : ''}`;
  const { extension, type } = files[format];
  const records = (): Records =>
    rows === 'variants'
      ? variantRecords(answer)
      : rows === 'factors'
        ? effectRecords(answer)
        : pivotRecords(answer, pivotFactors(query), measured());
  const table = () => {
    const writing = reportWriting(name, lang);
    if (rows === 'variants') return variantTable(answer, writing);
    return rows === 'factors'
      ? effectTable(answer, writing)
      : pivotTable(answer, pivotFactors(query), measured(), writing);
  };
  const bodies = {
    csv: () => toCsv(records().columns, records().rows),
    json: () => toJson(records().columns, records().rows),
    md: () => toMarkdownTable(table()),
    latex: () => toLatexTable(table(), stem),
    html: () => toHtmlTable(table()),
    text: () => toPublicationText(table()),
  };
  return new Response(bodies[format](), {
    headers: attachment(`${stem}.${extension}`, `${type}; charset=utf-8`),
  });
});

/** @throws HeldoutError invalid_input without two factors */
function pivotFactors({ pivot = '' }: Query): [string, string] {
  const [rows = '', columns = '', ...more] = pivot.split(',').map((factor) => factor.trim());
  if (rows !== '' && columns !== '' && more.length === 0) return [rows, columns];
  throw new HeldoutError(
    'invalid_input',
    `The ablation table: got pivot ${JSON.stringify(pivot)}, expected two factors such as positions,heads.`,
    { path: 'pivot' },
  );
}
