import { useTranslations } from 'use-intl';
import type { ModelRow, RunDetail } from '@/lib/domain/api';
import { isFinal } from '@/lib/domain/run';
import { Timestamp } from '../../../components/Timestamp';
import { CopyButton } from '../../../components/ui/CopyButton';
import { useFormats } from '../../../format/useFormats';
import styles from '../run.module.css';
import { pythonLoader } from './pythonLoader';

/** The trained parameters that the server keeps, and how to use them elsewhere. */
export function KeptModels({ detail }: { detail: RunDetail }) {
  const words = useTranslations('run.model');
  const { models, run } = detail;
  const [first] = models;
  if (!first) {
    return isFinal(run.state) ? (
      <p className="soft">
        {words('keptNone')} {words('keptNoneText')}
      </p>
    ) : (
      <p className="soft">{words('keptLater')}</p>
    );
  }
  const code = pythonLoader(fileName(run.id, first));
  return (
    <>
      <div className="scroll-x">
        <table>
          <thead>
            <tr>
              <th scope="col">{words('moment')}</th>
              <th scope="col" className="number">
                {words('step')}
              </th>
              <th scope="col" className="number">
                {words('epoch')}
              </th>
              <th scope="col" className="number">
                {words('bytes')}
              </th>
              <th scope="col">{words('sha256')}</th>
              <th scope="col">{words('kept_at')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <KeptModel key={model.moment} runId={run.id} model={model} />
            ))}
          </tbody>
        </table>
      </div>
      <details className={styles['python']}>
        <summary>{words('python')}</summary>
        <pre translate="no">
          <code>{code}</code>
        </pre>
        <CopyButton text={code} label={words('copyPython')} />
        <p className="small soft">{words('pythonNote')}</p>
      </details>
    </>
  );
}

function KeptModel({ runId, model }: { runId: string; model: ModelRow }) {
  const words = useTranslations('run.model');
  const formats = useFormats();
  return (
    <tr>
      <th scope="row">{words(model.moment)}</th>
      <td className="number">{formats.count(model.step)}</td>
      <td className="number">{formats.epoch(model.epoch)}</td>
      <td className="number">{formats.bytes(model.bytes)}</td>
      <td>
        <code title={model.sha256} translate="no">
          {model.sha256.slice(0, 12)}…
        </code>
      </td>
      <td>
        <Timestamp ms={model.createdAtMs} />
      </td>
      <td>
        <a href={`/api/v1/runs/${runId}/models/${model.moment}`} download={fileName(runId, model)}>
          {words('download')}
        </a>
      </td>
    </tr>
  );
}

function fileName(runId: string, { moment }: ModelRow): string {
  return `${runId}-${moment}.safetensors`;
}
