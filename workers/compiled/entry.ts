import { scriptFlag } from '../ownProcess';

/** The processes that a compiled program starts of itself, each by the name that its script has in the sources. */
export const scripts: Readonly<Record<string, () => Promise<unknown>>> = {
  main: () => import('../main'),
  trainer: () => import('../trainer'),
  concurrentTrainingTask: () => import('../concurrentTrainingTask'),
  calibrationTask: () => import('../calibrationTask'),
  engineCheckTask: () => import('../engineCheckTask'),
  engineProbe: () => import('../engineProbe'),
};

/**
 * Where a compiled program begins: it is the command that a person gives, or, told so by the process that starts it
 * (argumentsFor), one of the scripts that the sources have as files.
 */
export async function enter(
  known: Readonly<Record<string, () => Promise<unknown>>>,
  command: () => Promise<unknown>,
): Promise<void> {
  const [flag, name = ''] = process.argv.slice(2);
  if (flag !== scriptFlag) {
    await command();
    return;
  }
  // A script finds its arguments where it finds them in the sources.
  process.argv.splice(2, 2);
  const script = known[name];
  if (!script) throw new Error(`this program has no script ${JSON.stringify(name)}`);
  await script();
}
