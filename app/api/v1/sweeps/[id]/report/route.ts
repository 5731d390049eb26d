import { z } from 'zod';
import { answerOptionsSchema } from '@/lib/domain/answerInput';
import { slugOf } from '@/lib/domain/corpus';
import { toJsonText } from '@/lib/domain/metric';
import { getReport } from '@/lib/server/answerReports';
import { verdictSentences } from '../../../../../answer/verdictSentences';
import { toHtml, toMarkdown } from '../../../../../report/document';
import { sweepReport } from '../../../../../report/sweepReport';
import { reportLanguageSchema, reportWriting } from '../../../../../report/writing';
import { attachment, handle } from '../../../../http';
import { parseQuery } from '../../../../query';

const querySchema = answerOptionsSchema.extend({
  format: z.enum(['html', 'md', 'json']).default('html'),
  lang: reportLanguageSchema,
});

const contentTypes = { html: 'text/html', md: 'text/markdown', json: 'application/json' };

/** ?format=html|md|json &lang=en|zh, and the options of the answer. The same sweep gives the same bytes. */
export const GET = handle<{ id: string }>('person', async ({ params, url }) => {
  const { format, lang, ...options } = parseQuery(
    new Map(url.searchParams),
    querySchema,
    'The report of a sweep',
  );
  const { name, ...data } = await getReport(params.id, options);
  const writing = reportWriting(name, lang);
  const blocks = () => sweepReport(data, writing);
  const body =
    format === 'md'
      ? toMarkdown(blocks())
      : format === 'html'
        ? await toHtml(blocks(), { title: writing.reportWords('title', { name }), language: lang })
        : `${toJsonText({ name, ...data, sentences: { en: sentencesIn('en'), zh: sentencesIn('zh-CN') } }, 2)}\n`;
  return new Response(body, {
    headers: attachment(
      `${slugOf(name, 'sweep')}-${params.id}.${format}`,
      `${contentTypes[format]}; charset=utf-8`,
    ),
  });

  function sentencesIn(language: 'en' | 'zh-CN'): string[] {
    const { verdictWords, names, formats } = reportWriting(name, language);
    return verdictSentences(data.answer, { words: verdictWords, names, formats }).map(({ text }) => text);
  }
});
