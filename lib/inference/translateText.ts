import { sourceIds } from '@/lib/data/dataset';
import { cleanText } from '@/lib/data/importers/cleaning';
import type { TrainedTokenizer } from '@/lib/data/tokenizers/trainedTokenizer';
import { unknownText } from '@/lib/data/vocabulary';
import { HeldoutError } from '@/lib/domain/errors';
import {
  type Attention,
  specialTokens,
  type TranslateRequest,
  type TranslateResponse,
} from '@/lib/domain/translate';
import { endId, padId, startId } from '@/lib/model/config';
import type { AttentionStack, AttentionWeights } from '@/lib/model/inspection';
import type { LoadedModel } from './loadedModel';

/** Weights are rounded to so many decimals: a row of a hundred still sums to 1 within 1e-4, in a third of the bytes. */
const weightDecimals = 6;

/**
 * Translates a text as its run translates a sentence of the test split: cleaned, cut into tokens and cut to maxLength
 * alike, decoded alike, put together again alike.
 *
 * @throws HeldoutError invalid_input where the text is blank
 */
export async function translateText(
  loaded: LoadedModel,
  request: TranslateRequest,
): Promise<Omit<TranslateResponse, 'tookMs'>> {
  const { header, translator } = loaded;
  const text = cleanText(request.text, 'keep');
  if (text === '') {
    throw new HeldoutError('invalid_input', 'Translating: the text is blank; give a sentence.', {
      path: 'text',
    });
  }
  const encoded = loaded.source.encode(text);
  const source = sourceIds(encoded.ids, header.config);
  const seen = Math.min(encoded.ids.length, header.config.maxLength - 1);
  const candidates = await translator.translate(source, {
    width: request.beamWidth,
    maxNewTokens: header.maxNewTokens,
  });
  const [best] = candidates;
  const inspection =
    best && request.attention ? await translator.inspect(source, best, true) : { attention: null };
  const targetTexts = (ids: readonly number[]) => ids.map((id) => tokenText(loaded.target, id));
  return {
    candidates: candidates.map(({ tokens, ended, logProbability, score }) => ({
      text: loaded.target.decode(tokens),
      tokens: targetTexts(ended ? [...tokens, endId] : tokens),
      logProbability,
      score,
      ended,
    })),
    sourceTokens: [
      ...encoded.tokens.slice(0, seen).map((token) => token.text),
      ...(source.length > seen ? [specialTokens.end] : []),
    ],
    unknown: [...new Set(encoded.tokens.flatMap((token) => (token.known ? [] : [token.text])))],
    cutTokens: encoded.ids.length - seen,
    decoderTokens: targetTexts(
      best ? [startId, ...best.tokens].slice(0, best.tokens.length + Number(best.ended)) : [],
    ),
    attention: inspection.attention ? rounded(inspection.attention) : null,
    step: header.step,
    epoch: header.epoch,
  };
}

function tokenText({ vocabulary }: TrainedTokenizer, id: number): string {
  if (id === startId) return specialTokens.start;
  if (id === endId) return specialTokens.end;
  if (id === padId) return specialTokens.pad;
  return vocabulary.decode([id])[0] ?? unknownText;
}

function rounded({ encoderSelf, decoderSelf, cross }: AttentionWeights): Attention {
  const scale = 10 ** weightDecimals;
  const stack = (layers: AttentionStack) =>
    layers.map((heads) =>
      heads.map((rows) => rows.map((row) => row.map((weight) => Math.round(weight * scale) / scale))),
    );
  return { encoderSelf: stack(encoderSelf), decoderSelf: stack(decoderSelf), cross: stack(cross) };
}
