'use client';
import { useTranslations } from 'use-intl';
import { useRun } from '../RunProvider';
import styles from '../run.module.css';
import { Configuration } from './Configuration';
import { DataFacts } from './DataFacts';
import { Environment } from './Environment';
import { KeptModels } from './KeptModels';
import { LayerSummary } from './LayerSummary';

/** What was trained, of what, where, and what is kept of it. */
export function Model() {
  const words = useTranslations('run.model');
  const { detail } = useRun();
  return (
    <div className={styles['columns']}>
      <div>
        <section aria-labelledby="model-kept">
          <h2 id="model-kept">{words('kept')}</h2>
          <KeptModels detail={detail} />
        </section>
        <section aria-labelledby="model-layers">
          <h2 id="model-layers">{words('summary')}</h2>
          <LayerSummary detail={detail} />
        </section>
        <section aria-labelledby="model-data">
          <h2 id="model-data">{words('data')}</h2>
          <DataFacts detail={detail} />
        </section>
        <section aria-labelledby="model-environment">
          <h2 id="model-environment">{words('environment')}</h2>
          <Environment detail={detail} />
        </section>
      </div>
      <section aria-labelledby="model-configuration">
        <h2 id="model-configuration">{words('configuration')}</h2>
        <Configuration detail={detail} />
      </section>
    </div>
  );
}
