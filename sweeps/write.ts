import { Document, isCollection, visit } from 'yaml';
import type { SweepSpecInput } from '@/lib/domain/sweep';

const order: readonly (keyof SweepSpecInput)[] = [
  'name',
  'question',
  'corpus',
  'split',
  'base',
  'design',
  'factors',
  'baseline',
  'cells',
  'conditions',
  'seeds',
  'objective',
  'stopping',
  'budget',
  'retries',
  'keep',
];

/** Longer settings are easier to read, and to change, a line each. */
const flowCharacters = 90;

/** A spec as a person would write it: the keys in the order of docs/sweep-spec.md, short lists and settings on a line. */
export function writeSweepText(spec: SweepSpecInput): string {
  const { design } = spec;
  // A kind without parameters is written alone.
  const isBare = typeof design === 'object' && Object.keys(design).length === 1;
  const shown: SweepSpecInput = isBare ? { ...spec, design: design.kind } : spec;
  const entries = order.flatMap((key) =>
    shown[key] === undefined || shown[key] === '' ? [] : [[key, shown[key]]],
  );
  const document = new Document(Object.fromEntries(entries));
  visit(document, {
    Map(_key, node, path) {
      const isPlain = node.items.every(({ value }) => !isCollection(value));
      if (path.length > 1 && isPlain && JSON.stringify(node.toJSON()).length <= flowCharacters)
        node.flow = true;
    },
    Seq(_key, node) {
      if (!node.items.some(isCollection)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 110, flowCollectionPadding: false });
}
