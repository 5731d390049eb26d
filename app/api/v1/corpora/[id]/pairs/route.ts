import { analysisSettingsSchema, pairQuerySchema } from '@/lib/domain/corpusAnalysis';
import { searchPairs } from '@/lib/server/corpusAnalysis';
import { handle, json } from '../../../../http';
import { parseQuery } from '../../../../query';

/** ?query=… &split=… &offset=… &limit=…, and the split as in the analysis (seed, validation, test). */
export const GET = handle<{ id: string }>('person', async ({ params, url }) => {
  const given = [...url.searchParams];
  const isOfSearch = ([key]: [string, string]) => key in pairQuerySchema.shape;
  const search = parseQuery(new Map(given.filter(isOfSearch)), pairQuerySchema, 'Pair search', ['query']);
  const rest = new Map(given.filter((entry) => !isOfSearch(entry)));
  const { seed, validation, test } = parseQuery(rest, analysisSettingsSchema, 'Pair search');
  return json(await searchPairs(params.id, search, { seed, validation, test }));
});
