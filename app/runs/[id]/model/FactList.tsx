import { Fragment, type ReactNode } from 'react';
import styles from '../../../components/components.module.css';

export interface Fact {
  name: ReactNode;
  value: ReactNode;
}

/** Names with their values. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles['facts']}>
      {facts.map(({ name, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the facts of a run are always the same ones
        <Fragment key={index}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
