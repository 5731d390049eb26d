import type { AttemptRow, RunDetail } from '@/lib/domain/api';
import { Timestamp } from '../../components/Timestamp';
import { formatDuration } from '../../format/numbers';

/** Every try at the run, where there was more than one. */
export function Attempts({ detail }: { detail: RunDetail }) {
  const { attempts } = detail;
  if (attempts.length < 2) return null;
  return (
    <>
      <h2>Attempts</h2>
      <div className="scroll-x">
        <table>
          <thead>
            <tr>
              <th scope="col" className="number">
                Attempt
              </th>
              <th scope="col">Worker</th>
              <th scope="col">Began</th>
              <th scope="col" className="number">
                Took
              </th>
              <th scope="col">Went on from</th>
              <th scope="col">Ended</th>
            </tr>
          </thead>
          <tbody>
            {attempts.map((attempt) => (
              <tr key={attempt.attempt}>
                <td className="number">{attempt.attempt}</td>
                <td>{attempt.workerName}</td>
                <td>
                  <Timestamp ms={attempt.startedAtMs} />
                </td>
                <td className="number">
                  {attempt.endedAtMs === null
                    ? ''
                    : formatDuration(Math.max(0, attempt.endedAtMs - attempt.startedAtMs))}
                </td>
                <td>{attempt.resumedFromStep === 0 ? 'the beginning' : `step ${attempt.resumedFromStep}`}</td>
                <td>{endText(attempt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const outcomeTexts = {
  finished: 'finished',
  stopped: 'stopped early',
  failed: 'failed',
  cancelled: 'cancelled',
  released: 'handed back',
  lost: 'lost: nothing was heard of its worker',
} as const;

function endText({ outcome, error }: AttemptRow): string {
  if (outcome === null) return 'running';
  return error ? `${outcomeTexts[outcome]}: ${error.message}` : outcomeTexts[outcome];
}
