import { parseAsBoolean, parseAsStringLiteral } from 'nuqs';
import { figureKeys } from './overfittingRows';

export const overfittingParsers = {
  /** By what the variants are ranked. */
  rank: parseAsStringLiteral(figureKeys).withDefault('lostLoss'),
  up: parseAsBoolean.withDefault(false),
};
