import type { ModelConfig } from './config';
import { elementsOf, type ParameterSpec, parametersOf } from './parameters';
import { RandomStream } from './random';

/**
 * The first parameters of a model. Each tensor has a stream of its own, named after it: changing one layer, or adding
 * one, leaves the others as they were, which makes variants of an ablation comparable.
 *
 * glorot-uniform: kernels uniform within ±√(6 / (in + out)) (Glorot & Bengio 2010, eq. 16), embeddings normal with
 * standard deviation dModel^−½, so that scaling them by √dModel gives unit variance.
 * normal-0.02: kernels and embeddings normal with standard deviation 0.02 (Radford et al. 2018 §4.1).
 */
export function initializeParameters(
  config: ModelConfig,
  seed: number,
): { spec: ParameterSpec; values: Float32Array }[] {
  return parametersOf(config).map((spec) => ({ spec, values: initialValues(spec, config, seed) }));
}

function initialValues(
  { name, shape, kind }: ParameterSpec,
  config: ModelConfig,
  seed: number,
): Float32Array {
  const values = new Float32Array(elementsOf(shape));
  const stream = new RandomStream(seed, `initialize/${name}`);
  const [inputs = 1, outputs = 1] = shape;
  if (kind === 'scale') values.fill(1);
  else if (kind === 'bias') return values;
  else if (config.initializer === 'normal-0.02') stream.fillNormal(values, 0.02);
  else if (kind === 'embedding') stream.fillNormal(values, 1 / Math.sqrt(config.dModel));
  else stream.fillUniform(values, Math.sqrt(6 / (inputs + outputs)));
  return values;
}
