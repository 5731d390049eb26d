'use client';
import { useTranslations } from 'use-intl';
import { Notice } from '../../components/Notice';
import { ServerSentence } from '../../components/ServerSentence';
import { Timestamp } from '../../components/Timestamp';
import { useRun } from './RunProvider';

/** Why it failed, why it was stopped, when it is tried again. */
export function RunNotices() {
  const words = useTranslations('run.header');
  const { run } = useRun().detail;
  return (
    <>
      {run.error ? (
        <Notice kind="error">
          <ServerSentence>
            {run.error.message} <span className="soft">({run.error.code})</span>
          </ServerSentence>
        </Notice>
      ) : null}
      {run.notBeforeMs !== null && run.state === 'queued' ? (
        <Notice kind="note">
          {words.rich('retry', { when: () => <Timestamp ms={run.notBeforeMs ?? 0} /> })}
        </Notice>
      ) : null}
      {run.stopReason ? (
        <Notice kind="warning">
          {run.state === 'running' ? words('stopping') : words('stopped')}{' '}
          <ServerSentence>{run.stopReason}</ServerSentence>
        </Notice>
      ) : null}
    </>
  );
}
