import { enter, scripts } from './entry';

/** `heldout` as one file, compiled in its checkout (workers/bootstrap/compile.mjs). */
await enter(
  { ...scripts, benchGpuTask: () => import('../cli/benchGpuTask') },
  () => import('../cli/program'),
);
