/** Everything that fixes the function a model computes and its first parameters (but for the seed). */
export interface ModelConfig {
  readonly dModel: number;
  /** Must divide dModel. */
  readonly heads: number;
  readonly encoderLayers: number;
  readonly decoderLayers: number;
  readonly dFf: number;
  /** Share of activations set to zero while training, 0 ≤ dropout < 1. */
  readonly dropout: number;
  readonly positions: 'learned' | 'sinusoidal';
  readonly normPlacement: 'post' | 'pre';
  readonly activation: 'relu' | 'gelu';
  /** Multiply embeddings by √dModel (Vaswani et al. 2017 §3.4). */
  readonly scaleEmbedding: boolean;
  /** Use the target embedding, transposed, as the generator's kernel (Press & Wolf 2017). */
  readonly tieEmbeddings: boolean;
  /** Probability spread uniformly over the whole target vocabulary (Szegedy et al. 2016 §7). */
  readonly labelSmoothing: number;
  readonly normEpsilon: number;
  readonly initializer: 'glorot-uniform' | 'normal-0.02';
  readonly sourceVocab: number;
  readonly targetVocab: number;
  /** Most tokens on either side, special tokens included; rows of the position tables. */
  readonly maxLength: number;
}

/** Ids that every vocabulary shares; the data layer adds unknown as 3. */
export const padId = 0;
export const startId = 1;
export const endId = 2;
