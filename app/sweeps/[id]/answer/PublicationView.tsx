import type { PublicationTable } from '@/lib/export/publication';
import { ScrollX } from '../../../components/ScrollX';
import styles from './answer.module.css';

/** A table as a paper would set it: rules above, beneath and under the head, nothing else. */
export function PublicationView({ table, labelledBy }: { table: PublicationTable; labelledBy: string }) {
  const { caption, columns, rows, notes } = table;
  return (
    <>
      <ScrollX labelledBy={labelledBy}>
        <table className={styles['publication']}>
          {caption === '' ? null : <caption>{caption}</caption>}
          <thead>
            <tr>
              {columns.map(({ label, align }) => (
                <th key={label} scope="col" data-align={align}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.map(({ text }) => text).join(' ')}>
                {columns.map(({ label, align }, at) => {
                  const { text = '', bold = false, stars = 0 } = row[at] ?? {};
                  const content = (
                    <>
                      {bold ? <strong>{text}</strong> : text}
                      {stars > 0 ? <sup>{'*'.repeat(stars)}</sup> : null}
                    </>
                  );
                  return at === 0 ? (
                    <th key={label} scope="row">
                      {content}
                    </th>
                  ) : (
                    <td key={label} data-align={align}>
                      {content}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
      {notes.map((note) => (
        <p key={note} className={styles['note']}>
          {note}
        </p>
      ))}
    </>
  );
}
