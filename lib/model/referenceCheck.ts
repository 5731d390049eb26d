import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';
import { createEngine, type Engine, type EngineId, type EngineOptions } from '@/lib/engine/engine';
import { endId, type ModelConfig, padId } from './config';
import { LookupGradient } from './lookupGradient';
import { parameterInput, parameterSignature } from './parameterInputs';
import { parametersOf } from './parameters';
import { gradientOutput, gradientProgram, logitsProgram, rowGradientOutput } from './programs';
import { createModelSession } from './session';
import { batchFeeds, type TokenBatch } from './tokenBatch';

/**
 * Holds an engine against values that another program computed for the same models: the conventions are in the file
 * itself (kernels [in, out], mean loss over real targets, no dropout).
 */

const tensorSchema = z.object({ shape: z.array(z.int().min(1)), values: z.array(z.number()) });
const idsSchema = z.array(z.array(z.int().min(0)).min(1)).min(1);
const size = z.int().min(1);

const caseSchema = z.object({
  name: z.string(),
  config: z.object({
    dModel: size,
    heads: size,
    layers: size,
    dFf: size,
    sourceVocab: size,
    targetVocab: size,
    maxLength: size,
    positions: z.enum(['learned', 'sinusoidal']),
    normPlacement: z.enum(['post', 'pre']),
    scaleEmbedding: z.boolean(),
    activation: z.enum(['relu', 'gelu']),
    labelSmoothing: z.number(),
    normEpsilon: z.number(),
  }),
  parameters: z.record(z.string(), tensorSchema),
  source: idsSchema,
  targetIn: idsSchema,
  targetOut: idsSchema,
  logits: tensorSchema,
  loss: z.number(),
  tokenAccuracy: z.number(),
  gradients: z.record(z.string(), z.array(z.number())),
  adam: z.object({
    learningRate: z.number(),
    beta1: z.number(),
    beta2: z.number(),
    epsilon: z.number(),
    losses: z.array(z.number()).min(1),
    parametersAfter: z.record(z.string(), z.array(z.number())),
  }),
  greedyAfterAdam: z.object({ maxNewTokens: size, tokens: z.array(z.array(z.int().min(0))) }),
});
export type ReferenceCase = z.infer<typeof caseSchema>;

const fileSchema = z.object({ cases: z.array(caseSchema).min(1) });

export interface CaseCheck {
  name: string;
  /** Largest absolute difference to the file; infinite where a tensor is missing, of another size or not a number. */
  maxAbs: Record<Quantity, number>;
  /** Whether every sentence is translated as in the file, up to its END. */
  greedyTokensAgree: boolean;
}

export const quantities = ['loss', 'logits', 'gradients', 'adamLosses', 'parametersAfter'] as const;
export type Quantity = (typeof quantities)[number];

export interface ReferenceCheck {
  engine: EngineId;
  passed: boolean;
  cases: CaseCheck[];
}

const gpuEngines: readonly EngineId[] = ['onnx-webgpu', 'onnx-cuda', 'tfjs-node-gpu'];

/** The largest difference that passes. GPUs add in other orders and with fused roundings. */
export function toleranceOf(engine: EngineId): number {
  return gpuEngines.includes(engine) ? 1e-3 : 1e-4;
}

/** @throws HeldoutError invalid_input where the text is no such file, with the place in it */
export function parseReference(text: string, path: string): ReferenceCase[] {
  const { cases } = parseFile(text, path);
  for (const reference of cases) {
    const expected = parametersOf(modelOf(reference)).map(({ name, shape }) => `${name} [${shape}]`);
    const given = Object.entries(reference.parameters).map(([name, { shape }]) => `${name} [${shape}]`);
    const odd = expected.findIndex((parameter, at) => parameter !== given[at]);
    if (odd === -1 && given.length === expected.length) continue;
    const at = odd === -1 ? expected.length : odd;
    throw new HeldoutError(
      'invalid_input',
      `Reading the reference file ${path} failed: parameter ${at + 1} of case ${JSON.stringify(reference.name)} is ` +
        `${given[at] ?? 'missing'}, its config asks for ${expected[at] ?? 'no more'}.`,
    );
  }
  return cases;
}

function parseFile(text: string, path: string): z.infer<typeof fileSchema> {
  const refuse = (why: string, cause?: unknown) =>
    new HeldoutError(
      'invalid_input',
      `Reading the reference file ${path} failed: ${why}. Expected JSON with cases of config, parameters, batch and ` +
        'results.',
      { cause },
    );
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw refuse(cause instanceof Error ? cause.message : String(cause), cause);
  }
  const parsed = fileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refuse(`${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'unexpected'}`, parsed.error);
}

/**
 * @throws HeldoutError engine_unavailable, unsupported_kernel, or invalid_input where a case's batch does not fit its
 *   model
 */
export async function checkReference(
  cases: readonly ReferenceCase[],
  options: EngineOptions,
): Promise<ReferenceCheck> {
  const checks: CaseCheck[] = [];
  for (const reference of cases) checks.push(await checkCase(reference, options));
  return { engine: options.id, passed: checks.every((check) => passes(check, options.id)), cases: checks };
}

export function passes({ maxAbs, greedyTokensAgree }: CaseCheck, engine: EngineId): boolean {
  return greedyTokensAgree && quantities.every((quantity) => maxAbs[quantity] < toleranceOf(engine));
}

async function checkCase(reference: ReferenceCase, options: EngineOptions): Promise<CaseCheck> {
  try {
    return await compareCase(reference, options);
  } catch (cause) {
    if (cause instanceof HeldoutError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HeldoutError(
      'engine_unavailable',
      `Engine ${options.id} failed in case ${JSON.stringify(reference.name)}: ${reason}`,
      { cause },
    );
  }
}

async function compareCase(reference: ReferenceCase, options: EngineOptions): Promise<CaseCheck> {
  const engine = await createEngine(options);
  const computed = await compute(engine, reference);
  const trained = await train(reference, options);
  return {
    name: reference.name,
    maxAbs: {
      loss: largestDifference(computed['loss'], [reference.loss]),
      logits: largestDifference(computed['logits'], reference.logits.values),
      gradients: largestOf(reference, reference.gradients, (name) => computed[gradientOutput(name)]),
      adamLosses: largestDifference(trained.losses, reference.adam.losses),
      parametersAfter: largestOf(reference, reference.adam.parametersAfter, trained.parameter),
    },
    greedyTokensAgree: JSON.stringify(trained.decoded) === JSON.stringify(tokensUntilEnd(reference)),
  };
}

/** Logits, loss and gradients at the file's parameters. */
async function compute(engine: Engine, reference: ReferenceCase): Promise<Record<string, ArrayLike<number>>> {
  const model = modelOf(reference);
  const batch = batchOf(reference);
  const values = Object.entries(reference.parameters).map(
    ([name, tensor]) => [parameterInput(name), Float32Array.from(tensor.values)] as const,
  );
  const state = await engine.createState(parameterSignature(model), Object.fromEntries(values));
  try {
    const results: Record<string, ArrayLike<number>> = {};
    for (const { program, signature } of [logitsProgram(model, batch), gradientProgram(model, batch)]) {
      const executable = await engine.compile(program, signature, { states: [state] });
      Object.assign(results, await executable.run(batchFeeds(batch)));
      await executable.dispose();
    }
    // The program leaves the adding up of what a token's rows got to the host, as in training.
    for (const side of ['encoder', 'decoder'] as const) {
      const tokens = side === 'encoder' ? model.sourceVocab : model.targetVocab;
      const gradient = new Float32Array(tokens * model.dModel);
      const rows = Float32Array.from(results[rowGradientOutput(side)] ?? []);
      new LookupGradient(side, gradient, model.dModel, false).add(batch, rows);
      results[gradientOutput(`${side}.embedding`)] = gradient;
    }
    return results;
  } finally {
    await state.dispose();
  }
}

/** The file's Adam steps on its one batch, then its translations. */
async function train(reference: ReferenceCase, { id, threads }: EngineOptions) {
  const { learningRate, beta1, beta2, epsilon } = reference.adam;
  const session = await createModelSession({
    model: modelOf(reference),
    optimizer: { kind: 'adam', beta1, beta2, epsilon, weightDecay: 0, clipNorm: 0 },
    seed: 1,
    threads,
    engine: id,
  });
  try {
    const state = await session.exportState();
    for (const [name, { shape, values }] of Object.entries(reference.parameters)) {
      state.tensors[`parameters/${name}`] = { shape, values: Float32Array.from(values) };
    }
    await session.importState(state);
    const batch = batchOf(reference);
    const losses: number[] = [];
    for (let step = 1; step <= reference.adam.losses.length; step += 1) {
      losses.push((await session.trainStep(batch, step, learningRate)).loss);
    }
    const { tensors } = await session.exportState();
    const sources = reference.source.map((row) => Int32Array.from(row));
    const decoded = await session.greedyDecode(sources, reference.greedyAfterAdam.maxNewTokens);
    return { losses, decoded, parameter: (name: string) => tensors[`parameters/${name}`]?.values };
  } finally {
    await session.dispose();
  }
}

/** The file's translations go on after END, ours do not; their first token is START. */
function tokensUntilEnd({ greedyAfterAdam }: ReferenceCase): number[][] {
  return greedyAfterAdam.tokens.map((row) => {
    const end = row.indexOf(endId);
    return row.slice(1, end === -1 ? undefined : end);
  });
}

export function modelOf({ config }: ReferenceCase): ModelConfig {
  const { layers, ...same } = config;
  return {
    ...same,
    encoderLayers: layers,
    decoderLayers: layers,
    dropout: 0,
    tieEmbeddings: false,
    initializer: 'glorot-uniform',
  };
}

export function batchOf({ source, targetIn, targetOut }: ReferenceCase): TokenBatch {
  const target = targetIn.map((row, index) => [row[0] ?? padId, ...(targetOut[index] ?? [])]);
  return {
    source: Int32Array.from(source.flat()),
    target: Int32Array.from(target.flat()),
    rows: source.length,
    sourceLength: source[0]?.length ?? 0,
    targetLength: targetOut[0]?.length ?? 0,
  };
}

/** Over all parameters: one that the file leaves out has not been checked, so it differs. */
function largestOf(
  { parameters }: ReferenceCase,
  expected: Readonly<Record<string, readonly number[]>>,
  actual: (name: string) => ArrayLike<number> | undefined,
): number {
  const names = Object.keys(parameters);
  return Math.max(...names.map((name) => largestDifference(actual(name), expected[name])));
}

function largestDifference(
  actual: ArrayLike<number> | undefined,
  expected: readonly number[] | undefined,
): number {
  if (expected === undefined || actual?.length !== expected.length) return Number.POSITIVE_INFINITY;
  return expected.reduce((largest, value, at) => {
    const difference = Math.abs(value - (actual[at] ?? Number.NaN));
    return Math.max(largest, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }, 0);
}
