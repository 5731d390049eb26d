import type { LogsResponse } from '@/lib/domain/api';
import { Timestamp } from '../../components/Timestamp';
import styles from './run.module.css';

const mostLines = 500;

/** The newest lines of a run's log, oldest first. */
export function Log({ logs }: { logs: LogsResponse['logs'] }) {
  const shown = logs.slice(-mostLines);
  return (
    <>
      <h2>Log</h2>
      {logs.length === 0 ? <p className="soft">Nothing logged yet.</p> : null}
      {logs.length > shown.length ? (
        <p className="small soft">
          the newest {shown.length} of {logs.length} lines
        </p>
      ) : null}
      {shown.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
        <section className={styles['log']} tabIndex={0} aria-label="Log lines">
          <table>
            <tbody>
              {shown.map((line, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines are only appended, and two may differ in nothing but their place
                <tr key={index} data-level={line.level}>
                  <td className={styles['logTime']}>
                    <Timestamp ms={line.timeMs} only="time" />
                  </td>
                  <td>#{line.attempt}</td>
                  <td>{line.level}</td>
                  <td className={styles['logText']}>{line.text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
    </>
  );
}
