import { HeldoutError } from '@/lib/domain/errors';
import type { ModelConfig } from './config';
import { countTargets, type TokenBatch, targetsOf } from './tokenBatch';

/** @throws HeldoutError invalid_config */
export function checkConfig({ dModel, heads, dropout }: ModelConfig): void {
  if (dModel % heads !== 0) {
    throw new HeldoutError(
      'invalid_config',
      `Creating a model failed: ${heads} heads do not divide dModel ${dModel}.`,
      { path: 'heads' },
    );
  }
  if (!(dropout >= 0 && dropout < 1)) {
    throw new HeldoutError(
      'invalid_config',
      `Creating a model failed: dropout is ${dropout}, expected 0 ≤ dropout < 1.`,
      {
        path: 'dropout',
      },
    );
  }
}

/** @throws HeldoutError invalid_input where arrays and lengths disagree, a side is too long or an id is no token */
export function checkBatch(config: ModelConfig, batch: TokenBatch): void {
  const { rows, sourceLength, targetLength, source, target } = batch;
  checkLength('source', sourceLength, config.maxLength);
  checkLength('target', targetLength, config.maxLength);
  checkSize('source', source, rows * sourceLength);
  checkSize('target', target, rows * (targetLength + 1));
  checkIds('source', source, config.sourceVocab);
  checkIds('target', target, config.targetVocab);
  const real = countTargets(batch);
  const targets = targetsOf(batch);
  if (targets < real || targets > rows * targetLength) {
    throw new HeldoutError(
      'invalid_input',
      `Running the model failed: a batch says ${targets} targets, expected ${real} (the real ones) to ` +
        `${rows * targetLength} (all positions).`,
    );
  }
}

/** @throws HeldoutError invalid_input, as checkBatch */
export function checkSources(config: ModelConfig, sources: readonly Int32Array[]): void {
  for (const source of sources) {
    checkLength('source', source.length, config.maxLength);
    checkIds('source', source, config.sourceVocab);
  }
}

function checkLength(side: string, length: number, maxLength: number): void {
  if (length <= maxLength) return;
  throw new HeldoutError(
    'invalid_input',
    `Running the model failed: a ${side} has ${length} positions, the model has ${maxLength} (maxLength).`,
  );
}

function checkSize(side: string, ids: Int32Array, expected: number): void {
  if (ids.length === expected) return;
  throw new HeldoutError(
    'invalid_input',
    `Running the model failed: the ${side} batch has ${ids.length} ids, its shape says ${expected}.`,
  );
}

/** ONNX Runtime would refuse such an id without saying which batch it came from. */
function checkIds(side: string, ids: Int32Array, vocabulary: number): void {
  const wrong = ids.find((id) => id < 0 || id >= vocabulary);
  if (wrong === undefined) return;
  throw new HeldoutError(
    'invalid_input',
    `Running the model failed: the ${side} id ${wrong} is outside the vocabulary of ${vocabulary} tokens.`,
  );
}
