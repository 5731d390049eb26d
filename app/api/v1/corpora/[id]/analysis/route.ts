import { analysisSettingsSchema } from '@/lib/domain/corpusAnalysis';
import { getCorpusAnalysis } from '@/lib/server/corpusAnalysis';
import { handle, json } from '../../../../http';
import { parseQuery } from '../../../../query';

/** ?sourceTokenizer=… &seed=… …: see analysisSettingsSchema; without them a sweep's defaults. */
export const GET = handle<{ id: string }>('person', async ({ params, url }) => {
  const settings = parseQuery(new Map(url.searchParams), analysisSettingsSchema, 'Corpus analysis');
  return json(await getCorpusAnalysis(params.id, settings));
});
