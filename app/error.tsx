'use client';
import { Notice } from './components/Notice';
import { PageHeader } from './components/PageHeader';

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <>
      <PageHeader title="This page could not be shown" />
      <Notice kind="error">
        {error.message}
        {error.digest ? ` The server's log has more under ${error.digest}.` : null}
      </Notice>
      <p>What was measured is safe: it is in the database, not in this page.</p>
      <p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </p>
    </>
  );
}
