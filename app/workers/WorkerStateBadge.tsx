import { useTranslations } from 'use-intl';
import type { WorkerRow } from '@/lib/domain/api';
import { Tooltip } from '../components/ui/Tooltip';
import { stateOf, type WorkerStateKey } from './workerState';
import styles from './workers.module.css';

const marks: Record<WorkerStateKey, string> = {
  silent: '○',
  training: '●',
  waiting: '◌',
  finishing: '◐',
  paused: '‖',
  handingBack: '◐',
  drained: '‖',
};

export function WorkerStateBadge({ worker }: { worker: WorkerRow }) {
  const words = useTranslations('workers.states');
  const key = stateOf(worker);
  return (
    <Tooltip text={words(`${key}.means`)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what the state means is also for the keyboard */}
      <span className={styles['state']} data-state={key} tabIndex={0}>
        <span aria-hidden="true">{marks[key]}</span> {words(`${key}.name`)}
      </span>
    </Tooltip>
  );
}
