import { elementwise } from './elementwise';
import { indexing } from './indexing';
import { linear } from './linear';
import type { Lowering } from './lowering';
import { ordering } from './ordering';
import { reductions } from './reductions';
import { shaping } from './shaping';

/** Every TensorFlow.js kernel that the tracer can write, by the kernel's name. */
export const lowerings: Readonly<Record<string, Lowering>> = {
  ...elementwise,
  ...indexing,
  ...linear,
  ...ordering,
  ...reductions,
  ...shaping,
};
