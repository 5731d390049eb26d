import { scriptFlag } from '../ownProcess';

/**
 * Where the portable worker's one file begins: it is the command that a person gives, or, told so by the process that
 * starts it (argumentsFor), one of the scripts that a checkout has as files.
 */
const scripts: Readonly<Record<string, () => Promise<unknown>>> = {
  main: () => import('../main'),
  trainer: () => import('../trainer'),
  concurrentTrainingTask: () => import('../concurrentTrainingTask'),
  calibrationTask: () => import('../calibrationTask'),
  engineCheckTask: () => import('../engineCheckTask'),
  engineProbe: () => import('../engineProbe'),
};

const [flag, name = ''] = process.argv.slice(2);
if (flag === scriptFlag) {
  // A script finds its arguments where it finds them in a checkout.
  process.argv.splice(2, 2);
  const script = scripts[name];
  if (!script) throw new Error(`the portable worker has no script ${JSON.stringify(name)}`);
  await script();
} else {
  await import('./program');
}
