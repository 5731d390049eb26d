import { Swatch } from '../components/Swatch';
import styles from './compare.module.css';
import type { ComparedRun } from './compared';

/** A column a run, by its letter; its name is on the cards above and is heard here. */
export function RunHeadings({ runs, number = false }: { runs: readonly ComparedRun[]; number?: boolean }) {
  return runs.map(({ id, letter, look, name }) => (
    <th key={id} scope="col" className={number ? 'number' : undefined} title={name}>
      <span className={styles['letter']}>
        <Swatch look={look} />
        {letter}
        <span className="visually-hidden">{name.slice(letter.length)}</span>
      </span>
    </th>
  ));
}
