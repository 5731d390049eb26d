import type { Level } from '@/lib/domain/config';
import { HeldoutError } from '@/lib/domain/errors';
import { factorNames, type SweepSpec } from '@/lib/domain/sweep';
import { type Cell, type FactorLevel, type LevelsFactor, readLevel, requireHyperparameter } from '../factors';

/**
 * The cells as they are written. A key is a hyperparameter, or a factor of which the cell names a level (so that bundles
 * can be listed by name); a cell without a key that others have takes the base's value.
 *
 * @throws HeldoutError invalid_sweep (no cells, an unknown key, a level that is refused, a factor in no cell)
 */
export function planList(spec: SweepSpec, factors: readonly LevelsFactor[]) {
  const { cells = [] } = spec;
  if (cells.length === 0) {
    throw new HeldoutError(
      'invalid_sweep',
      'sweep spec: the design list needs cells, for example cells: [{dModel: 512, heads: 8}, {dModel: 256, heads: 4}]',
      { path: 'cells' },
    );
  }
  const names = factorNames(spec);
  const unused = factors.find(({ name }) => !names.includes(name));
  if (unused) {
    throw new HeldoutError(
      'invalid_sweep',
      `factor ${unused.name} is in no cell of the list: name a level of it in a cell, or remove the factor`,
      { path: `factors.${unused.name}` },
    );
  }
  const listed = cells.map(
    (cell, position): Cell =>
      new Map(
        Object.entries(cell).map(([key, level]) => [
          key,
          listedLevel(key, level, factors, `cells.${position}.${key}`),
        ]),
      ),
  );
  return { cells: listed, notes: [] };
}

function listedLevel(key: string, level: Level, factors: readonly LevelsFactor[], path: string): FactorLevel {
  const factor = factors.find(({ name }) => name === key);
  if (!factor) {
    requireHyperparameter(key, 'cells', path);
    return readLevel(key, level, path);
  }
  const found = factor.levels.find((candidate) => candidate.level === level);
  if (found) return found;
  throw new HeldoutError(
    'invalid_sweep',
    `cells: ${JSON.stringify(level)} is not a level of ${key}: use one of ${factor.levels.map((one) => one.level).join(', ')}`,
    { path },
  );
}
