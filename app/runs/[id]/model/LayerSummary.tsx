import { useTranslations } from 'use-intl';
import type { RunDetail } from '@/lib/domain/api';
import { ScrollX } from '../../../components/ScrollX';
import { useFormats } from '../../../format/useFormats';

/** Layers, output shapes and parameter counts, as Keras prints them. */
export function LayerSummary({ detail }: { detail: RunDetail }) {
  const words = useTranslations('run.model');
  const formats = useFormats();
  const { facts } = detail;
  if (!facts) return <p className="soft">{words('later')}</p>;
  return (
    <ScrollX label={words('layer')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words('layer')}</th>
            <th scope="col">{words('shape')}</th>
            <th scope="col" className="number">
              {words('parameters')}
            </th>
            <th scope="col" className="number">
              {words('share')}
            </th>
          </tr>
        </thead>
        <tbody translate="no">
          {facts.summary.map((row) => (
            <tr key={row.layer}>
              <th scope="row">{row.layer}</th>
              <td>
                <code>{row.outputShape}</code>
              </td>
              <td className="number">{formats.count(row.parameterCount)}</td>
              <td className="number soft">
                {formats.percent(row.parameterCount / Math.max(1, facts.parameterCount))}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {words('total')}
            </th>
            <td className="number">
              <strong>{formats.count(facts.parameterCount)}</strong>
            </td>
            <td />
          </tr>
        </tfoot>
      </table>
    </ScrollX>
  );
}
