import type { EngineId } from '@/lib/engine/engine';
import { endId, type ModelConfig } from '@/lib/model/config';
import { RandomStream } from '@/lib/model/random';
import type { ModelSession } from '@/lib/model/session';
import { openBenchSession, studyModel } from './benchModel';
import { type DecodeCaseReport, type DecodeReport, median } from './benchReport';
import { exitCodes } from './exitCodes';
import { printJson, printTable, say } from './output';

export interface BenchDecodeFlags {
  readonly dModel: readonly number[];
  readonly threads: number;
  /** Sentences decoded together. */
  readonly sentences: number;
  /** Width of the beam search that is measured beside greedy decoding. */
  readonly beam: number;
  readonly engine: EngineId;
  readonly json: boolean;
}

const maxNewTokens = 40;
/** Timed runs of each case, after one that compiles; cases take turns, so that a drifting machine affects all alike. */
const rounds = 5;
const aloneSentences = 20;

/**
 * heldout bench decode: translating many sentences at once, greedily and by beam search, and one at a time. Nothing is
 * trained: the model's parameters are random, but such that its sentences end as real ones do (see endLikeSentences).
 */
export async function benchDecode(flags: BenchDecodeFlags): Promise<number> {
  const { engine, threads } = flags;
  const report: DecodeReport = { engine, threads, cases: [] };
  for (const dModel of flags.dModel) {
    report.cases.push(...(await measureDecoding({ ...flags, dModel, layers: 1 })));
  }
  if (flags.json) printJson(report);
  else printReport(report);
  return exitCodes.ok;
}

export interface MeasuredDecoding
  extends Pick<BenchDecodeFlags, 'engine' | 'threads' | 'sentences' | 'beam'> {
  readonly dModel: number;
  /** Of the encoder, and as many of the decoder. */
  readonly layers: number;
}

/** Greedy decoding and a beam search (none for width 1) of the study's model, each all sentences at once and one alone. */
export async function measureDecoding(flags: MeasuredDecoding): Promise<DecodeCaseReport[]> {
  const { dModel } = flags;
  const model = studyModel(dModel, flags.layers);
  const session = await openBenchSession(model, flags.threads, flags.engine);
  try {
    await endLikeSentences(session, model);
    const sources = randomSources(model, flags.sentences);
    const cases = [1, ...(flags.beam > 1 ? [flags.beam] : [])].map((width) => new DecodeCase(session, width));
    for (const each of cases) await each.warmUp(sources);
    for (let round = 0; round < rounds; round += 1) for (const each of cases) await each.visit(sources);
    return cases.map((each) => each.report(dModel, flags.sentences));
  } finally {
    await session.dispose();
  }
}

class DecodeCase {
  readonly #together: number[] = [];
  readonly #alone: number[] = [];
  #firstMs = 0;
  #lengths: number[] = [];

  constructor(
    readonly session: ModelSession,
    readonly width: number,
  ) {}

  /** Compiles what the timed runs use. */
  async warmUp(sources: readonly Int32Array[]): Promise<void> {
    this.#firstMs = await this.#time(sources);
    for (const source of sources.slice(0, aloneSentences)) await this.#time([source]);
  }

  async visit(sources: readonly Int32Array[]): Promise<void> {
    for (const source of sources.slice(0, aloneSentences)) this.#alone.push(await this.#time([source]));
    this.#together.push(await this.#time(sources));
  }

  async #time(sources: readonly Int32Array[]): Promise<number> {
    const startedMs = performance.now();
    const decoded = await this.session.beamDecode([...sources], { width: this.width, maxNewTokens });
    const ms = performance.now() - startedMs;
    // END counts: it is decoded like any token.
    this.#lengths = decoded.map(({ length }) => Math.min(length + 1, maxNewTokens));
    return ms;
  }

  report(dModel: number, sentences: number): DecodeCaseReport {
    const ms = median(this.#together);
    const tokens = this.#lengths.reduce((sum, length) => sum + length, 0);
    const mean = tokens / sentences;
    const squares = this.#lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0);
    return {
      dModel,
      width: this.width,
      sentences,
      tokensPerSentence: mean,
      tokensDeviation: Math.sqrt(squares / sentences),
      longest: this.#lengths.reduce((longest, length) => Math.max(longest, length), 0),
      ms,
      minimumMs: Math.min(...this.#together),
      maximumMs: Math.max(...this.#together),
      firstMs: this.#firstMs,
      sentencesPerSecond: (sentences * 1000) / ms,
      tokensPerSecond: (tokens * 1000) / ms,
      aloneMs: median(this.#alone),
    };
  }
}

/**
 * Makes a random model end its sentences: random parameters alone give END once in 6,000 tokens, or never. The first
 * component of the positions rises along the sentence and END's logit follows it, so that lengths are spread around
 * 10.4 tokens with a deviation of 3, as those of short Chinese sentences are (10.8 and 3.4 characters in the Tatoeba
 * pairs, END included). The generator's other weights are enlarged, so that the best token has most of the probability,
 * as in a trained model.
 */
async function endLikeSentences(session: ModelSession, model: ModelConfig): Promise<void> {
  const { dModel, targetVocab, maxLength } = model;
  const sharpness = 20;
  const state = await session.exportState();
  const valuesOf = (name: string) => state.tensors[`parameters/${name}`]?.values ?? new Float32Array();
  const [kernel, bias] = [valuesOf('generator.kernel'), valuesOf('generator.bias')];
  const positions = valuesOf('decoder.positions');
  for (const [at, weight] of kernel.entries()) kernel[at] = weight * sharpness;
  for (let position = 0; position < maxLength; position += 1)
    positions[position * dModel] = 0.4 * (position - 11);
  kernel[endId] = sharpness;
  // About the largest of the other logits: 3.7 standard deviations, a logit's being that of Glorot's uniform weights.
  bias[endId] = 3.7 * sharpness * Math.sqrt((2 * dModel) / (dModel + targetVocab));
  await session.importState(state);
}

/** Lengths spread as those of short English sentences are (8.9 words and marks, END included). */
function randomSources({ sourceVocab, maxLength }: ModelConfig, count: number): Int32Array[] {
  const firstId = endId + 2;
  const lengths = new Float32Array(count);
  new RandomStream(1, 'bench/length').fillNormal(lengths, 3);
  const words = new Uint32Array(count * maxLength);
  new RandomStream(1, 'bench/ids').fillWords(words);
  return Array.from(lengths, (offset, index) => {
    const length = Math.min(maxLength, Math.max(2, Math.round(8.9 + offset)));
    const ids = words.subarray(index * maxLength, index * maxLength + length);
    return Int32Array.from(ids, (word) => firstId + (word % (sourceVocab - firstId)));
  });
}

function printReport({ engine, threads, cases }: DecodeReport): void {
  printTable(
    [
      { key: 'dModel', label: 'd_model' },
      { key: 'method', label: 'decoding' },
      { key: 'sentencesPerSecond', label: 'sentences/s' },
      { key: 'tokensPerSecond', label: 'tokens/s' },
      { key: 'ms', label: 'all', unit: 'ms' },
      { key: 'range', label: 'min–max', unit: 'ms' },
      { key: 'firstMs', label: 'first time', unit: 'ms' },
      { key: 'aloneMs', label: 'one sentence', unit: 'ms' },
      { key: 'lengths', label: 'tokens a sentence' },
    ],
    cases.map((each) => ({
      ...each,
      method: each.width === 1 ? 'greedy' : `beam ${each.width}`,
      range: `${each.minimumMs.toFixed(0)}–${each.maximumMs.toFixed(0)}`,
      lengths: `${each.tokensPerSentence.toFixed(1)} ± ${each.tokensDeviation.toFixed(1)}, at most ${each.longest}`,
    })),
  );
  const [first] = cases;
  say(
    `\n${engine}, threads: ${threads}; ${first?.sentences ?? 0} sentences, 1+1 layers, vocabularies of 1,073 and 6,000, ` +
      'random parameters whose sentences end as real ones do; END counts as a token. Medians; the first time compiles.',
  );
}
