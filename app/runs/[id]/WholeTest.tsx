import type { RunDetail } from '@/lib/domain/api';
import { metricText } from '@/lib/domain/metric';
import type { FinalScores, Moment } from '@/lib/domain/score';
import { absent, formatMetric, plural } from '../../format/numbers';

/** Scores of every test sentence, at the step that validation chose and at the last one, each with its signature. */
export function WholeTest({ detail }: { detail: RunDetail }) {
  const { best, last } = detail.run.tested;
  const known = best ?? last;
  if (!known) {
    return (
      <>
        <h2>Whole test split</h2>
        <p className="soft">Every test sentence is translated and scored when the run comes to its end.</p>
      </>
    );
  }
  return (
    <>
      <h2>Whole test split</h2>
      <p className="soft">
        All {plural(known.sentences, 'sentence')} of the test split; the curves above are of a fixed sample.
      </p>
      <div className="scroll-x">
        <table>
          <thead>
            <tr>
              <th scope="col">Score</th>
              <MomentHeading name="best step" scores={best} />
              <MomentHeading name="last step" scores={last} />
              <th scope="col">Signature</th>
            </tr>
          </thead>
          <tbody>
            {Object.keys(known.scores).map((metric) => (
              <tr key={metric}>
                <th scope="row">{metricText(metric).label}</th>
                <td className="number">{scoreText(best, metric)}</td>
                <td className="number">{scoreText(last, metric)}</td>
                <td>
                  <code className="small">{known.scores[metric]?.signature}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="small">
        All translations:{' '}
        {best ? <Download runId={detail.run.id} moment="best" text="best step" /> : 'no best step'},{' '}
        {last ? <Download runId={detail.run.id} moment="last" text="last step" /> : 'no last step'}
      </p>
    </>
  );
}

function MomentHeading({ name, scores }: { name: string; scores: FinalScores | null }) {
  return (
    <th scope="col" className="number">
      {name}
      {scores ? <div className="small soft">epoch {Number(scores.epoch.toFixed(1))}</div> : null}
    </th>
  );
}

function scoreText(scores: FinalScores | null, metric: string): string {
  return scores ? formatMetric(metric, scores.scores[metric]?.value) : absent;
}

function Download({ runId, moment, text }: { runId: string; moment: Moment; text: string }) {
  const address = `/api/v1/runs/${runId}/hypotheses?moment=${moment}`;
  return (
    <>
      {text} (<a href={`${address}&format=text`}>text</a>, <a href={address}>JSON with references</a>)
    </>
  );
}
