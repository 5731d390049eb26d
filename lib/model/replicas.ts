import { HeldoutError } from '@/lib/domain/errors';
import type { Signature, TensorValues } from '@/lib/engine/engine';
import type { ModelConfig } from './config';
import { shapeKey, type TokenBatch } from './tokenBatch';

/** The tensors of one, with a first axis of replicas. */
export function forReplicas(signature: Signature, replicas: number): Signature {
  return Object.fromEntries(
    Object.entries(signature).map(([name, { shape, type }]) => [name, { shape: [replicas, ...shape], type }]),
  );
}

/** Each replica's values of a tensor, one after the other; those of one are not copied. */
export function stacked(parts: readonly TensorValues[]): TensorValues {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  const all = parts[0] instanceof Int32Array ? new Int32Array(size) : new Float32Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Named values of each replica as named values of all. */
export function stackedByName(
  replicas: readonly Readonly<Record<string, TensorValues>>[],
): Record<string, TensorValues> {
  const [first = {}] = replicas;
  return Object.fromEntries(
    Object.keys(first).map((name) => [
      name,
      stacked(
        replicas.map(({ [name]: values }) => {
          if (values === undefined) throw new RangeError(`a replica has no ${name}`);
          return values;
        }),
      ),
    ]),
  );
}

/** What stackedByName joined, without a copy: each replica's part of named values of all. */
export function partsByName(
  values: Readonly<Record<string, TensorValues>>,
  replicas: number,
): Record<string, TensorValues>[] {
  return Array.from({ length: replicas }, (_, replica) =>
    Object.fromEntries(
      Object.entries(values).map(([name, all]) => {
        const size = all.length / replicas;
        return [name, all.subarray(replica * size, (replica + 1) * size)];
      }),
    ),
  );
}

/**
 * The model that a program for all is traced of: with dropout where one of them has it.
 *
 * @throws HeldoutError invalid_config where they differ in more than the dropout rate
 */
export function commonModel(models: readonly ModelConfig[]): ModelConfig {
  const [first] = models;
  if (first === undefined)
    throw new HeldoutError(
      'invalid_config',
      'Training replicas failed: there is none, expected one or more.',
    );
  for (const model of models) {
    const differing = Object.entries(model).flatMap(([key, value]) =>
      isFree(key) || Object.is(value, Object.entries(first).find(([name]) => name === key)?.[1]) ? [] : [key],
    );
    if (differing.length === 0) continue;
    throw new HeldoutError(
      'invalid_config',
      `Training replicas failed: ${differing.join(', ')} differ between them. They share one graph, so only dropout, seed, ` +
        'initializer and learning rate may; train the others by themselves.',
    );
  }
  return { ...first, dropout: Math.max(...models.map(({ dropout }) => dropout)) };
}

/** Which rate masks are drawn with, and how the first parameters are, the graph does not know. */
function isFree(key: string): boolean {
  return key === 'dropout' || key === 'initializer';
}

/**
 * Batches of one step as one shape: where one has more real targets than its shape has room for (lib/data/batches), all
 * get logits for every position.
 */
export function alike(batches: readonly TokenBatch[]): readonly TokenBatch[] {
  const targets = new Set(batches.map((batch) => batch.targets));
  if (targets.size <= 1) return batches;
  return batches.map(({ targets: _, ...batch }) => batch);
}

/** @throws HeldoutError invalid_input where there is not one batch for each replica, or they are of several shapes */
export function checkReplicaBatches(batches: readonly TokenBatch[], replicas: number): void {
  const shapes = [...new Set(batches.map((batch) => shapeKey('batch', batch)))];
  if (batches.length === replicas && shapes.length === 1) return;
  throw new HeldoutError(
    'invalid_input',
    `Running ${replicas} replicas failed: they were given ${batches.length} batches of the shapes ${shapes.join('; ')}, ` +
      'expected one each, all of one shape. Replicas with the same data and common batch shapes have that at every step.',
  );
}
