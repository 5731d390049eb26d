import { resolve } from 'node:path';
import type { EngineId } from '@/lib/engine/types';
import { checkEngine } from '../engineCheck';
import { exitCodes } from './exitCodes';
import { printJson, printTable, say } from './output';

const difference = (value: number) => (Number.isFinite(value) ? value.toExponential(1) : 'no match');

/**
 * heldout engine check FILE: holds an engine against values that another program computed.
 *
 * @returns 1 where a difference is too large or a translation is another one
 */
export async function engineCheck(
  file: string,
  flags: { engine: EngineId; threads: number; json: boolean },
): Promise<number> {
  const { engine, threads } = flags;
  const check = await checkEngine(resolve(file), { id: engine, threads });
  if (flags.json) printJson(check);
  else {
    const columns = [
      'case',
      'loss',
      'logits',
      'gradients',
      'Adam losses',
      'parameters after',
      'translations',
    ];
    printTable(
      columns.map((label) => ({ key: label, label })),
      check.cases.map(({ name, maxAbs, greedyTokensAgree }) => ({
        case: name,
        loss: difference(maxAbs.loss),
        logits: difference(maxAbs.logits),
        gradients: difference(maxAbs.gradients),
        'Adam losses': difference(maxAbs.adamLosses),
        'parameters after': difference(maxAbs.parametersAfter),
        translations: greedyTokensAgree ? 'the same' : 'differ',
      })),
    );
    const { toleranceOf } = await import('@/lib/model/referenceCheck');
    const allowed = `largest absolute differences; below ${toleranceOf(engine)} passes`;
    say(`\nEngine ${engine} ${check.passed ? 'agrees' : 'DOES NOT AGREE'} with the file (${allowed}).`);
  }
  return check.passed ? exitCodes.ok : exitCodes.failed;
}
