import { catalogue, layersShorthand } from '@/lib/domain/config';
import { quantityTexts, splits } from '@/lib/domain/metric';
import type { CatalogueTexts } from './catalogueTexts';

const entries = [...catalogue, layersShorthand];

export const enCatalogue: CatalogueTexts = {
  labels: { ...Object.fromEntries(entries.map(({ key, label }) => [key, label])), seed: 'seed' },
  helps: Object.fromEntries(entries.map(({ key, help }) => [key, help])),
  levelUnits: Object.fromEntries(entries.flatMap(({ key, unit }) => (unit ? [[key, unit]] : []))),
  zeroMeans: { trainSize: 'all', dFf: '4 × d_model', clipNorm: 'off' },
  choices: {},
  quantities: Object.fromEntries(Object.entries(quantityTexts).map(([name, { label }]) => [name, label])),
  units: Object.fromEntries(Object.entries(quantityTexts).map(([name, { unit }]) => [name, unit])),
  splits: Object.fromEntries(splits.map((split) => [split, split])),
  metric: (split, quantity) => `${split} ${quantity}`,
  on: 'on',
  off: 'off',
  baseline: 'baseline',
  comma: ', ',
};
