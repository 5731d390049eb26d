import type { ModelConfig } from './config';
import { countParameters, elementsOf, parametersOf } from './parameters';

export interface SummaryRow {
  /** For example encoder.0.selfAttention: the parameters that share this prefix. */
  readonly layer: string;
  /** batch, source and target stand for sizes that differ from batch to batch. */
  readonly outputShape: readonly (number | 'batch' | 'source' | 'target')[];
  readonly parameters: number;
}

export interface ModelSummary {
  readonly rows: readonly SummaryRow[];
  readonly parameters: number;
}

/** What Keras prints as model.summary(): one row a layer, without running or allocating anything. */
export function summarize(config: ModelConfig): ModelSummary {
  const counts = new Map<string, number>();
  for (const { name, shape } of parametersOf(config)) {
    const layer = layerOf(name);
    counts.set(layer, (counts.get(layer) ?? 0) + elementsOf(shape));
  }
  const rows = [...counts].map(([layer, parameters]): SummaryRow => {
    const side = layer.startsWith('encoder') ? 'source' : 'target';
    const width = layer === 'generator' ? config.targetVocab : config.dModel;
    return { layer, outputShape: ['batch', side, width], parameters };
  });
  return { rows, parameters: countParameters(config) };
}

/** encoder.0.selfAttention.query.kernel → encoder.0.selfAttention; encoder.embedding and generator.kernel have no part. */
function layerOf(parameter: string): string {
  const [side = '', second = '', third = ''] = parameter.split('.');
  if (side === 'generator') return side;
  return /^\d+$/.test(second) ? `${side}.${second}.${third}` : `${side}.${second}`;
}
