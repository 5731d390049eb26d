import { enter, scripts } from './entry';

/** `heldout` as it is compiled in its checkout (workers/bootstrap/compile.mjs). */
await enter(
  { ...scripts, benchGpuTask: () => import('../cli/benchGpuTask') },
  () => import('../cli/program'),
);
