'use client';
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { moments } from '@/lib/domain/score';
import { pairOrders } from './pairs';

const parsers = {
  /** Keys of the two runs; without them, the best and the baseline or the worst. */
  a: parseAsString,
  b: parseAsString,
  at: parseAsStringLiteral(moments).withDefault('best'),
  order: parseAsStringLiteral(pairOrders).withDefault('differ'),
  different: parseAsBoolean.withDefault(true),
};

export function useWholeState() {
  return useQueryStates(parsers, { history: 'push' });
}
