import { catalogue, type Level } from '@/lib/domain/config';
import { catalogueOf } from '../i18n/catalogueOf';
import type { CatalogueTexts } from '../i18n/catalogueTexts';
import type { Formats } from './formats';

/** How the interface names what the domain defines: hyperparameters, levels, variants, metrics, splits. */
export interface Names {
  /** Of a hyperparameter: "source END" */
  label(key: string): string;
  help(key: string): string;
  /** Of a hyperparameter's levels: "steps"; '' where they have none */
  levelUnit(key: string): string;
  /** How a level of one hyperparameter is written: 10,000, on, learned, all */
  level(key: string, level: Level): string;
  /**
   * A variant by its levels: "d_model 256, learned, source END on". The label is left out where the level alone says
   * it (a choice such as learned); a design without factors is "baseline".
   */
  variant(levels: Record<string, Level>): string;
  /** By its levels alone, for places that name the factors once beside them: "256 · learned · on" */
  shortVariant(levels: Record<string, Level>): string;
  /** The factors that shortVariant leaves unsaid, in its order. */
  factors(levels: Record<string, Level>): string;
  /** "test BLEU" */
  metric(name: string): string;
  /** "BLEU" */
  quantity(name: string): string;
  /** "nats a token"; '' where it has none */
  unit(name: string): string;
  /** "test"; the name itself where it is no split */
  split(name: string): string;
}

export function createNames(formats: Formats): Names {
  const texts = catalogueOf[formats.locale.language];
  const label = (key: string) => texts.labels[key] ?? key;
  const level = (key: string, value: Level) => levelText(key, value, texts, formats);
  const quantity = (name: string) => texts.quantities[quantityOf(name)] ?? quantityOf(name);
  const split = (name: string) => texts.splits[splitOf(name)] ?? splitOf(name);
  const shortVariant = (levels: Record<string, Level>) => {
    const parts = Object.entries(levels).map(([key, value]) => level(key, value));
    return parts.length === 0 ? texts.baseline : parts.join(' · ');
  };
  return {
    label,
    level,
    quantity,
    split,
    shortVariant,
    help: (key) => texts.helps[key] ?? '',
    unit: (name) => texts.units[quantityOf(name)] ?? '',
    levelUnit: (key) => texts.levelUnits[key] ?? '',
    // What is no split (optimizer/learningRate) is named by its quantity alone.
    metric: (name) => {
      const words = texts.splits[splitOf(name)];
      return words === undefined ? quantity(name) : texts.metric(words, quantity(name));
    },
    factors: (levels) => Object.keys(levels).map(label).join(' · '),
    variant: (levels) => {
      const parts = Object.entries(levels).map(([key, value]) =>
        typeof value === 'string' && !needsLabel(key)
          ? level(key, value)
          : `${label(key)} ${level(key, value)}`,
      );
      return parts.length === 0 ? texts.baseline : parts.join(texts.comma);
    },
  };
}

function levelText(key: string, level: Level, texts: CatalogueTexts, formats: Formats): string {
  if (level === 0) return texts.zeroMeans[key] ?? '0';
  if (typeof level === 'number')
    return Number.isInteger(level) ? formats.count(level) : formats.general(level);
  if (typeof level === 'boolean') return level ? texts.on : texts.off;
  return texts.choices[level] ?? level;
}

/** A choice that another hyperparameter also offers (words, characters) does not say which one it is. */
function needsLabel(key: string): boolean {
  const choices = catalogue.find((entry) => entry.key === key)?.choices ?? [];
  return catalogue.some(
    (entry) => entry.key !== key && entry.choices?.some((choice) => choices.includes(choice)),
  );
}

/** Of a metric, or a split by itself. */
function splitOf(name: string): string {
  const [split = name] = name.split('/');
  return split;
}

function quantityOf(metric: string): string {
  return metric.slice(metric.indexOf('/') + 1);
}
