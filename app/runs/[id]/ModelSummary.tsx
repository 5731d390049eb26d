import type { RunDetail } from '@/lib/domain/api';
import { formatCount } from '../../format/numbers';
import styles from './run.module.css';

/** Layers, output shapes and parameter counts, as Keras prints them. */
export function ModelSummary({ detail }: { detail: RunDetail }) {
  const { facts } = detail;
  return (
    <>
      <h2>Model</h2>
      {facts ? (
        <div className="scroll-x">
          <table className={styles['summary']}>
            <thead>
              <tr>
                <th scope="col">Layer</th>
                <th scope="col">Output shape</th>
                <th scope="col" className="number">
                  Parameters
                </th>
              </tr>
            </thead>
            <tbody>
              {facts.summary.map((row) => (
                <tr key={row.layer}>
                  <td>{row.layer}</td>
                  <td>
                    <code>{row.outputShape}</code>
                  </td>
                  <td className="number">{formatCount(row.parameterCount)}</td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row" colSpan={2}>
                  Total, all trained
                </th>
                <td className="number">
                  <strong>{formatCount(facts.parameterCount)}</strong>
                </td>
              </tr>
            </tfoot>
          </table>
        </div>
      ) : (
        <p className="soft">Known once the run has loaded its data and built its model.</p>
      )}
    </>
  );
}
