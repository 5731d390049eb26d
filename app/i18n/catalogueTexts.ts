/** Words for what lib/domain defines. English comes from the domain itself, where the command line has it too. */
export interface CatalogueTexts {
  /** By hyperparameter key; "layers" sets two of them at once. */
  labels: Record<string, string>;
  helps: Record<string, string>;
  /** Of a hyperparameter's levels, by key: steps, tokens; nothing where it has none. */
  levelUnits: Record<string, string>;
  /** Zeroes that stand for something else (see each hyperparameter's help). */
  zeroMeans: Record<string, string>;
  /** Levels that are words. */
  choices: Record<string, string>;
  /** By the metric's quantity. */
  quantities: Record<string, string>;
  units: Record<string, string>;
  splits: Record<string, string>;
  /** A metric's name of the words for its split and its quantity. */
  metric(split: string, quantity: string): string;
  on: string;
  off: string;
  baseline: string;
  comma: string;
}
